package io.trailbridge.routes;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * What every route does when a step fails, YAML routes included:
 *
 * <ul>
 *   <li>an outage: the step is tried again without end, with back-off, while its thread waits, which holds the source;
 *   <li>a permanent failure: the event is parked in the dead-letter queue of its sink with the reason, and counts as
 *       done. If the dead-letter queue refuses it too, it stays unsettled: the source gives it again;
 *   <li>a stop: the event stays unsettled and comes again after the next start.
 * </ul>
 *
 * The sinks try their own calls again, in their batches; their failures arrive here when they are permanent.
 */
public final class FailureHandling extends RouteConfigurationBuilder {
    private final ParkingLot parkingLot;
    private final Duration firstDelay;
    private final Duration maxDelay;

    /**
     * @param parkingLot prepares the message for the dead-letter queues
     * @param firstDelay the wait before the first further try
     * @param maxDelay the longest wait
     */
    public FailureHandling(ParkingLot parkingLot, Duration firstDelay, Duration maxDelay) {
        this.parkingLot = parkingLot;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
    }

    @Override
    public void configuration() {
        routeConfiguration()
                .onException(Throwable.class)
                .onWhen(exchange -> Failures.kind(exchange) == Failures.Kind.UNSETTLED)
                .logExhausted(false)
                .handled(false);
        routeConfiguration()
                .onException(Throwable.class)
                .onWhen(exchange -> Failures.kind(exchange) == Failures.Kind.PASSING)
                .maximumRedeliveries(-1)
                .redeliveryDelay(firstDelay.toMillis())
                .maximumRedeliveryDelay(maxDelay.toMillis())
                .useExponentialBackOff()
                .backOffMultiplier(2)
                .useCollisionAvoidance()
                .retryAttemptedLogLevel(LoggingLevel.WARN)
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
