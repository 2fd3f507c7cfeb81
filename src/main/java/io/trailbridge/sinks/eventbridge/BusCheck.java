package io.trailbridge.sinks.eventbridge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/**
 * Checks that the event bus exists, at most once a minute. PutEvents does not report it: the service accepts events for
 * a bus that does not exist, and drops them ("Sending events with PutEvents"). An event that is sent within the minute
 * after its bus was deleted is therefore lost with the bus. Thread-safe; the other calls wait while one checks.
 */
final class BusCheck {
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final EventBridgeClient client;
    private final BusArn bus;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private boolean seen;

    @GuardedBy("this")
    private long seenAt;

    BusCheck(EventBridgeClient client, BusArn bus, LongSupplier nanoTime) {
        this.client = client;
        this.bus = bus;
        this.nanoTime = nanoTime;
    }

    /** @throws ResourceNotFoundException when this account has no bus of that ARN */
    synchronized void verify() {
        if (seen && nanoTime.getAsLong() - seenAt < INTERVAL) {
            return;
        }
        seen = false;
        String found =
                client.describeEventBus(request -> request.name(bus.name())).arn();
        if (!bus.text().equals(found)) {
            String message =
                    "the account of this identity has the event bus " + found + " of this name, not " + bus.text();
            throw ResourceNotFoundException.builder()
                    .message(message)
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .serviceName("EventBridge")
                            .errorCode("ResourceNotFoundException")
                            .errorMessage(message)
                            .build())
                    .build();
        }
        seen = true;
        seenAt = nanoTime.getAsLong();
    }
}
