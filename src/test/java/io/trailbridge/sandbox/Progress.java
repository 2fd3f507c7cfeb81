package io.trailbridge.sandbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.runtime.Bridge;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.samples.SampleEvents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What has come how far: one line while it runs, a table at the end. */
final class Progress {
    private final LocalClouds clouds;
    private final MeterRegistry meters;
    private final Publisher publisher;
    /** UID of an audit event that has not arrived yet, and the number of its event. */
    private final Map<String, Long> missing = new HashMap<>();
    private final long started = System.nanoTime();
    private long expectedUpTo;
    private long lastShown;
    private long lastComplete;

    Progress(LocalClouds clouds, Bridge bridge, Publisher publisher) {
        this.clouds = clouds;
        this.meters = bridge.context().getRegistry().findSingleByType(MeterRegistry.class);
        this.publisher = publisher;
    }

    /** Audit events accepted by the channel, once each, and messages parked. */
    long accounted() {
        return clouds.cloudTrail().distinctIds() + deadLettered();
    }

    /** Whether every audit event that the published events stand for has been accepted or parked. */
    boolean isComplete() {
        for (long published = publisher.published(); expectedUpTo < published; expectedUpTo++) {
            for (String uid : SampleEvents.expectedUids(expectedUpTo)) {
                missing.put(uid, expectedUpTo);
            }
        }
        if (clouds.cloudTrail().distinctIds() + deadLettered() == 0) {
            return false;
        }
        missing.keySet().removeAll(clouds.cloudTrail().timesAccepted().keySet());
        boolean complete = eventsMissing() <= deadLettered();
        if (complete) {
            lastComplete = System.nanoTime();
        }
        return complete;
    }

    void show() {
        if (System.nanoTime() - lastShown < TimeUnit.SECONDS.toNanos(1)) {
            return;
        }
        lastShown = System.nanoTime();
        System.out.printf(Locale.ROOT, "\rpublished %,d  received %,d  queued %,d  delivered %,d  dead-lettered %,d  lag %,d   ",
                publisher.published(), counter("trailbridge.events.received"), counter("trailbridge.sqs.sent"),
                delivered(), deadLettered(), lag());
        System.out.flush();
    }

    /** Prints the table, with the throughput when events came as fast as they could; false if an event is missing. */
    boolean summary(boolean atFullSpeed) {
        boolean complete = isComplete();
        double seconds = (lastComplete - started) / 1e9;
        long published = publisher.published();
        Map<String, Integer> accepted = clouds.cloudTrail().timesAccepted();
        long duplicates = accepted.values().stream().mapToLong(times -> times - 1).sum();
        System.out.printf(Locale.ROOT, "%n%n%-34s %12s%n", "stage", "count");
        row("published to the hub", published);
        row("received", counter("trailbridge.events.received"));
        row("settled and checkpointable", counter("trailbridge.events.processed"));
        row("checkpoint writes", counter("trailbridge.checkpoints.updated"));
        row("sent to the queue", counter("trailbridge.sqs.sent"));
        row("delivered to the channel", delivered());
        row("  as audit events", accepted.size());
        row("  and again (duplicates)", duplicates);
        row("retried", counter("trailbridge.retried"));
        row("dead-lettered", deadLettered());
        row("lost", lost());
        if (complete) {
            System.out.printf(Locale.ROOT, "%n%,d delivered, %,d lost, in %.1f s%s%n", delivered(), lost(), seconds,
                    atFullSpeed ? String.format(Locale.ROOT, ": %,.0f events/s from hub to channel", published / seconds) : "");
        } else {
            System.out.printf(Locale.ROOT, "%n%,d delivered, %,d LOST, such as %s%n", delivered(), lost(),
                    missing.keySet().stream().sorted().limit(3).toList());
        }
        System.out.println("All servers and this client shared one JVM; the embedded SQS server is often the ceiling.");
        return complete;
    }

    private long lost() {
        return Math.max(0, eventsMissing() - deadLettered());
    }

    private long eventsMissing() {
        return new HashSet<>(missing.values()).size();
    }

    /** Events all of whose audit events have arrived. */
    private long delivered() {
        return expectedUpTo - eventsMissing();
    }

    private static void row(String stage, long count) {
        System.out.printf(Locale.ROOT, "%-34s %,12d%n", stage, count);
    }

    private long deadLettered() {
        return clouds.sqs().depth(clouds.queue().deadLetterUrl());
    }

    private long counter(String name) {
        return (long) meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    private long lag() {
        return (long) meters.find("trailbridge.lag.events").gauges().stream().mapToDouble(Gauge::value)
                .filter(Double::isFinite).sum();
    }
}
