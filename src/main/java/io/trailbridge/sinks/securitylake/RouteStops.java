package io.trailbridge.sinks.securitylake;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.RouteEvent;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Detects the beginning of a stop. Camel waits for a route's exchanges before it stops the route's producers, so rows
 * that wait for their batch to fill would delay the stop until it times out. A context sends an event before it
 * stops. A single route (one that is edited, say) prepares its services before it waits; so a service is added to every
 * route, because the exchange that waits here need not have come from the route that ends here.
 *
 * <p>Camel sends events on any thread; the listener is called under this object's lock.
 */
final class RouteStops extends SimpleEventNotifierSupport {
    private final Consumer<Boolean> listener;
    /** The routes that are stopping. Guarded by this. */
    private final Set<String> stopping = new HashSet<>();
    private boolean contextStopping;

    /** @param listener receives whether any route is stopping */
    RouteStops(Consumer<Boolean> listener) {
        this.listener = listener;
    }

    private final class Preparation extends ServiceSupport implements ShutdownPrepared {
        private final String routeId;

        Preparation(String routeId) {
            this.routeId = routeId;
        }

        @Override
        public void prepareShutdown(boolean suspendOnly, boolean forced) {
            changed(() -> stopping.add(routeId));
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return switch (event.getType()) {
            case CamelContextStarting, CamelContextStopping, RouteStarted, RouteStopped -> true;
            default -> false;
        };
    }

    @Override
    public void notify(CamelEvent event) {
        switch (event.getType()) {
            case CamelContextStarting -> changed(() -> contextStopping = false);
            case CamelContextStopping -> changed(() -> contextStopping = true);
            case RouteStarted -> watch(((RouteEvent) event).getRoute());
            default -> changed(() -> stopping.remove(((RouteEvent) event).getRoute().getRouteId()));
        }
    }

    /** Watches a route that is already running. */
    void watch(Route route) {
        route.addService(new Preparation(route.getRouteId()));
        changed(() -> stopping.remove(route.getRouteId()));
    }

    private synchronized void changed(Runnable change) {
        change.run();
        listener.accept(contextStopping || !stopping.isEmpty());
    }
}
