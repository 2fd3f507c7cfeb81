package io.trailbridge.sinks.securitylake;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
    /** The routes that are stopping. */
    @GuardedBy("this")
    private final Set<String> stopping = new HashSet<>();

    @GuardedBy("this")
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
            route(routeId, true);
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
            case CamelContextStarting -> context(false);
            case CamelContextStopping -> context(true);
            case RouteStarted -> watch(((RouteEvent) event).getRoute());
            default -> route(((RouteEvent) event).getRoute().getRouteId(), false);
        }
    }

    /** Watches a route that is already running. */
    void watch(Route route) {
        route.addService(new Preparation(route.getRouteId()));
        route(route.getRouteId(), false);
    }

    private synchronized void context(boolean stops) {
        contextStopping = stops;
        notifyListener();
    }

    private synchronized void route(String routeId, boolean stops) {
        if (stops) {
            stopping.add(routeId);
        } else {
            stopping.remove(routeId);
        }
        notifyListener();
    }

    @GuardedBy("this")
    private void notifyListener() {
        listener.accept(contextStopping || !stopping.isEmpty());
    }
}
