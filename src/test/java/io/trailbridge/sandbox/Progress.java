package io.trailbridge.sandbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.standin.sinks.Tally;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What has come how far: one line while it runs, a table at the end. */
final class Progress {
    private final MeterRegistry meters;
    private final LongSupplier published;
    private final List<Tally> tallies;
    private final long started = System.nanoTime();
    private long lastShown;
    private long lastComplete;

    /** @param published how many events are in the hub */
    Progress(MeterRegistry meters, LongSupplier published, List<Tally> tallies) {
        this.meters = meters;
        this.published = published;
        this.tallies = tallies;
    }

    /** Results accepted by the sinks, once each, and messages parked. */
    long accounted() {
        return tallies.stream()
                .mapToLong(tally -> tally.delivered() + tally.parked())
                .sum();
    }

    /** Whether every result that the published events stand for has been accepted or parked, by every sink. */
    boolean isComplete() {
        long events = published.getAsLong();
        boolean complete = events > 0;
        for (Tally tally : tallies) {
            complete &= tally.isComplete(events);
        }
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
        System.out.print("\r" + line());
        System.out.flush();
    }

    String line() {
        isComplete(); // brings the tallies up to what is published by now
        StringBuilder sinks = new StringBuilder();
        for (Tally tally : tallies) {
            sinks.append(String.format(Locale.ROOT, "  %s %,d", tally.sink(), tally.delivered()));
        }
        return String.format(
                Locale.ROOT,
                "published %,d  received %,d  queued %,d %s  lag %,d   ",
                published.getAsLong(),
                counter("trailbridge.events.received"),
                counter("trailbridge.sqs.sent"),
                sinks,
                lag());
    }

    /** Prints the table, with the throughput when events came as fast as they could; false if a result is missing. */
    boolean summary(boolean atFullSpeed) {
        boolean complete = isComplete();
        double seconds = (lastComplete - started) / 1e9;
        long events = published.getAsLong();
        System.out.printf(Locale.ROOT, "%n%n%-34s %12s%n", "stage", "count");
        row("published to the hub", events);
        row("received", counter("trailbridge.events.received"));
        row("settled and checkpointable", counter("trailbridge.events.processed"));
        row("checkpoint writes", counter("trailbridge.checkpoints.updated"));
        row("sent to the queues", counter("trailbridge.sqs.sent"));
        row("retried", counter("trailbridge.retried"));
        System.out.printf(
                Locale.ROOT,
                "%n%-16s %10s %10s %10s %10s %12s %8s%n",
                "sink",
                "expected",
                "delivered",
                "duplicates",
                "parked",
                "without form",
                "lost");
        for (Tally tally : tallies) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %,10d %,10d %,10d %,10d %,12d %,8d%n",
                    tally.sink(),
                    tally.expected(),
                    tally.delivered(),
                    tally.duplicates(),
                    tally.parked(),
                    tally.withoutForm(),
                    tally.lost());
            if (tally.lost() > 0) {
                System.out.println("  LOST, such as " + tally.examples());
            }
            if (tally.foreign() > 0) {
                System.out.printf(Locale.ROOT, "  %,d results of no event that was published%n", tally.foreign());
            }
        }
        if (complete) {
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d events, 0 lost, in %.1f s%s%n",
                    events,
                    seconds,
                    atFullSpeed
                            ? String.format(
                                    Locale.ROOT, ": %,.0f events/s from the hub to every sink", events / seconds)
                            : "");
        }
        System.out.println("All servers and this client shared one JVM; the embedded SQS server is often the ceiling.");
        return complete && tallies.stream().allMatch(tally -> tally.foreign() == 0);
    }

    private static void row(String stage, long count) {
        System.out.printf(Locale.ROOT, "%-34s %,12d%n", stage, count);
    }

    private long counter(String name) {
        return (long) meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private long lag() {
        return (long) meters.find("trailbridge.lag.events").gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(Double::isFinite)
                .sum();
    }
}
