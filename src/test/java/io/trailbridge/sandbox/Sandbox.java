package io.trailbridge.sandbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.runtime.Bridge;
import io.trailbridge.runtime.Catalog;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.sinks.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * The whole pipeline on this machine: stand-ins for both clouds in this JVM, real SDKs over real sockets, the project's
 * {@code routes/} folder, and Defender events from its samples.
 *
 * <p>With {@code -Dsandbox.events=N} it publishes N events as fast as it can, ends when every one is accounted for,
 * prints the table of the stages and exits with 1 if one is missing. Without it publishes {@code -Dsandbox.rate} events
 * a second (200) until Ctrl-C, and then prints the same table.
 *
 * <p>{@code -Dsandbox.sinks=all} turns on every sink, not CloudTrail alone, and writes flow logs beside the events.
 */
public final class Sandbox {
    private static final int PARTITIONS = 4;
    private static final Duration STALLED = Duration.ofMinutes(2);

    private Sandbox() {}

    public static void main(String[] arguments) {
        int code = 1;
        try {
            code = run();
        } catch (Throwable failure) { // exec:java would wait for the servers' threads: print and leave
            System.err.println("sandbox: " + failure);
            failure.printStackTrace(System.err);
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static int run() throws Exception {
        long events = Long.getLong("sandbox.events", 0);
        int rate = events > 0 ? Integer.MAX_VALUE : Integer.getInteger("sandbox.rate", 200);
        boolean all = allSinks(); // which parks what has no form in a sink: a warning for each would hide the rest
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("trailbridge.test.log", System.getProperty("sandbox.log", all ? "ERROR" : "WARN"));
        System.out.println("starting an Event Hub and the AWS services on loopback ...");
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch finished = new CountDownLatch(1);
        try (LocalClouds clouds = LocalClouds.start(PARTITIONS)) {
            List<Tally> tallies = new ArrayList<>(all ? Tallies.ofAllSinks(clouds) : Tallies.ofCloudTrail(clouds));
            FlowLogPublisher flowLogs = new FlowLogPublisher(clouds);
            LongConsumer beside = all ? flowLogs::upTo : published -> {};
            if (all) {
                tallies.add(Tallies.ofFlowLogs(clouds));
            }
            clouds.sdk().apply();
            Bridge bridge =
                    new Bridge(Catalog.load(null, environment(clouds, all), new Properties()), Path.of("routes"));
            bridge.init();
            bridge.start();
            if (events == 0) {
                System.out.println("publishing " + rate + " events a second; Ctrl-C ends it with a summary");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> {
                                    stop.set(true);
                                    await(finished);
                                },
                                "sandbox-stop"));
            }
            try (Publisher publisher = new Publisher(clouds.eventHubs().connectionString(LocalClouds.HUB))) {
                Progress progress = new Progress(
                        bridge.context().getRegistry().findSingleByType(MeterRegistry.class),
                        publisher::published,
                        tallies);
                publisher.start(events == 0 ? Long.MAX_VALUE : events, rate);
                follow(progress, publisher, beside, events, stop);
                publisher.close();
                follow(progress, publisher, beside, publisher.published(), new AtomicBoolean());
                bridge.close();
                int code = progress.summary(events > 0) ? 0 : 1;
                finished.countDown();
                return code;
            }
        }
    }

    /** Shows the progress each second until all is accounted for, nothing moves any more, or it is stopped. */
    private static void follow(
            Progress progress, Publisher publisher, LongConsumer beside, long events, AtomicBoolean stop)
            throws InterruptedException {
        long lastMove = System.nanoTime();
        long lastCount = -1;
        beside.accept(publisher.published());
        while (!stop.get() && !(publisher.published() == events && progress.isComplete())) {
            TimeUnit.MILLISECONDS.sleep(250);
            beside.accept(publisher.published());
            progress.show();
            long count = progress.accounted() + publisher.published();
            if (count != lastCount) {
                lastCount = count;
                lastMove = System.nanoTime();
            } else if (System.nanoTime() - lastMove > STALLED.toNanos()) {
                System.out.println("\nnothing has moved for " + STALLED.toSeconds() + " s");
                return;
            }
        }
    }

    private static boolean allSinks() {
        String sinks = System.getProperty("sandbox.sinks", "cloudtrail");
        if (!sinks.equals("all") && !sinks.equals("cloudtrail")) {
            throw new IllegalArgumentException("sandbox.sinks is '" + sinks + "': give all or cloudtrail");
        }
        return sinks.equals("all");
    }

    private static Map<String, String> environment(LocalClouds clouds, boolean all) {
        Map<String, String> names = new LinkedHashMap<>(all ? clouds.environmentOfAllSinks() : clouds.environment());
        names.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
        names.put("TRAILBRIDGE_EVENTHUBS_PARTITION_WATCH_INTERVAL", "2s");
        names.put("TRAILBRIDGE_HTTP_ADDRESS", System.getProperty("sandbox.http", "127.0.0.1:8080"));
        return names;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
