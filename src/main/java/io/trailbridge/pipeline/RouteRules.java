package io.trailbridge.pipeline;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * Refuses routes whose steps complete an exchange before its event has been accepted downstream: the checkpoint would
 * move, or the queue message would be deleted, while the event is only in memory. These steps are {@code aggregate},
 * {@code resequence}, {@code wireTap} and the in-memory queues ({@code seda}, {@code vm}, {@code disruptor}).
 *
 * <p>Camel calls it for each route before it is built, also when a route is reloaded; throws
 * {@link UnsafeRouteException}.
 */
public final class RouteRules extends ModelLifecycleStrategySupport {
    private static final List<Class<?>> UNSAFE_STEPS =
            List.of(AggregateDefinition.class, ResequenceDefinition.class, WireTapDefinition.class);
    private static final List<String> UNSAFE_SCHEMES = List.of("seda:", "vm:", "disruptor:");

    private final UnaryOperator<String> placeholders;

    /**
     * @param placeholders resolves the property placeholders of an endpoint's URI
     */
    public RouteRules(UnaryOperator<String> placeholders) {
        this.placeholders = placeholders;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        FromDefinition from = route.getInput();
        if (from != null && isUnsafe(from.getEndpointUri())) {
            throw refused(route, from);
        }
        for (ProcessorDefinition<?> step : RoutePlace.steps(route)) {
            if (UNSAFE_STEPS.contains(step.getClass()) || isUnsafe(target(step))) {
                throw refused(route, step);
            }
        }
    }

    private static String target(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return send.getEndpointUri();
        }
        return step instanceof ToDynamicDefinition dynamic ? dynamic.getUri() : null;
    }

    private boolean isUnsafe(String uri) {
        if (uri == null) {
            return false;
        }
        String resolved = uri.startsWith("{{") ? placeholders.apply(uri) : uri;
        return UNSAFE_SCHEMES.stream().anyMatch(resolved::startsWith);
    }

    private static UnsafeRouteException refused(RouteDefinition route, OptionalIdentifiedDefinition<?> step) {
        return new UnsafeRouteException(
                RoutePlace.of(route, step) + ": " + step.getShortName()
                        + " ends an event before its sink has accepted it, so that a crash would lose it; remove the step (the sinks batch by themselves)");
    }
}
