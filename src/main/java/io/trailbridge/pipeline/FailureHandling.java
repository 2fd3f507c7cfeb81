package io.trailbridge.pipeline;

import io.trailbridge.fault.Faults;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The reaction of every route, YAML routes included, to a failed step:
 *
 * <ul>
 *   <li>an outage: the step is retried without limit, with back-off. No thread waits for it; while many exchanges
 *       wait for a retry, the sources begin no others ({@link Redeliveries});
 *   <li>a permanent failure: the event is parked in the dead-letter queue of its sink with the reason, and counts as
 *       done. If the dead-letter queue refuses it too, it stays unsettled: the source delivers it again;
 *   <li>a stop: the event stays unsettled and is delivered again after the next start.
 * </ul>
 *
 * The sinks retry their own calls, in their batches; their failures arrive here when they are permanent.
 */
public final class FailureHandling extends RouteConfigurationBuilder {
    /** Maximum number of waiting exchanges; as many as a sink holds. */
    private static final int MOST_WAITING = 1000;

    private final ParkingLot parkingLot;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final Redeliveries redeliveries;

    /**
     * @param parkingLot prepares the message for the dead-letter queues
     * @param firstDelay the delay before the first retry
     * @param maxDelay the longest delay
     * @param faults receives the routes whose steps fail
     */
    public FailureHandling(ParkingLot parkingLot, Duration firstDelay, Duration maxDelay, Faults faults) {
        this(parkingLot, firstDelay, maxDelay, new Redeliveries(MOST_WAITING, DroppedEvents::isSource, faults));
    }

    FailureHandling(ParkingLot parkingLot, Duration firstDelay, Duration maxDelay, Redeliveries redeliveries) {
        this.redeliveries = redeliveries;
        this.parkingLot = parkingLot;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
    }

    @Override
    public void configuration() throws Exception {
        // Camel's own pool for retries holds 1,000 tasks and refuses further ones.
        getCamelContext()
                .getCamelContextExtension()
                .setErrorHandlerFactory(new DefaultErrorHandlerDefinition().executorService(redeliveries.executor()));
        getCamelContext().addRoutePolicyFactory((context, routeId, route) -> redeliveries);
        getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext context) {
                redeliveries.close();
            }
        });
        routeConfiguration()
                .onException(Throwable.class)
                .onWhen(exchange -> Failures.kind(exchange) == Failures.Kind.UNSETTLED)
                .logExhausted(false)
                .handled(false);
        routeConfiguration()
                .onException(Throwable.class)
                .onWhen(exchange -> Failures.kind(exchange) == Failures.Kind.TRANSIENT)
                .maximumRedeliveries(-1)
                .asyncDelayedRedelivery()
                .redeliveryDelay(firstDelay.toMillis())
                .maximumRedeliveryDelay(maxDelay.toMillis())
                .useExponentialBackOff()
                .backOffMultiplier(2)
                .useCollisionAvoidance()
                // Not every attempt of every event is logged, only the route's fault.
                .retryAttemptedLogLevel(LoggingLevel.DEBUG)
                .onExceptionOccurred(redeliveries::failed)
                .logExhausted(false)
                .handled(false);
        routeConfiguration()
                .onException(Throwable.class)
                .onWhen(exchange -> Failures.kind(exchange) == Failures.Kind.PERMANENT && parkingLot.takes(exchange))
                .useOriginalMessage()
                .logExhausted(false)
                .handled(true)
                .process(parkingLot)
                .toD("sqs-batch:${exchangeProperty." + ParkingLot.SINKS + "}?deadLetter=true");
    }

    static Throwable failure(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return caught == null ? exchange.getException() : caught;
    }
}
