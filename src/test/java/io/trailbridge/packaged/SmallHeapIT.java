package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.samples.SampleEvents;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The packaged jar in a small heap: large events wait for a queue that is down, and all are delivered when it is back.
 * With {@code trailbridge.eventhubs.prefetch=500}, which is not bounded by bytes, the process does not survive it.
 */
class SmallHeapIT {
    private static final int MIB = 1 << 20;
    private static final int KINDS = 8;
    /** As large as leaves room for the rest of an event of the largest size, and for its envelope in a queue. */
    private static final int LARGEST = 1_020_000;
    /**
     * MB that a process takes beside its heap: classes (some 60), compiled code (48 at most, with one compiler), tables
     * of the collector (a fiftieth of the heap), stacks of some 150 threads and what the C library keeps (some 60), and
     * the buffers of connections, each as long as what it sends or receives (some 100).
     */
    private static final long BESIDE_THE_HEAP = 300;

    @Test
    @Timeout(600)
    void fewPartitions() throws Exception {
        largeEventsWait(256, 4, 60, 900_000);
    }

    @Test
    @Timeout(600)
    void manyPartitions() throws Exception {
        largeEventsWait(384, 32, 10, LARGEST);
    }

    private static void largeEventsWait(int heap, int partitions, int events, int bytes) throws Exception {
        try (LocalClouds clouds = LocalClouds.startForLargeEvents(partitions)) {
            Set<String> uids = appendLargeEvents(clouds, partitions * events, bytes);
            clouds.sqsFaults().faults().on("SendMessageBatch").fail(Failure.UNAVAILABLE);
            int port = freePort();
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
            environment.put("TRAILBRIDGE_STOP_GRACE", "10s");
            environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + port);

            try (TrailbridgeProcess process = TrailbridgeProcess.startWith("-Xmx" + heap + "m", environment)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !process.isAlive()
                                || clouds.eventHubs().receivers(LocalClouds.HUB) == partitions
                                        && clouds.sqsFaults().calls("SendMessageBatch") > 3);
                // Long enough for an unbounded reader to fill the heap several times over.
                await().pollDelay(Duration.ofSeconds(10))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> true);
                assertTrue(process.isAlive(), process::output);
                assertWithinShares(port, (long) heap * MIB, partitions);
                clouds.sqsFaults().faults().clear();

                await().atMost(Duration.ofSeconds(480))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            uids.removeAll(clouds.cloudTrail().timesAccepted().keySet());
                            return uids.isEmpty()
                                    || !process.isAlive()
                                    || process.output().contains("OutOfMemoryError");
                        });

                assertEquals(Set.of(), uids, process::output);
                assertFalse(process.output().contains("OutOfMemoryError"), process::output);
                assertWithinBound(process, heap + BESIDE_THE_HEAP);
                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
            }
        }
    }

    private static void assertWithinBound(TrailbridgeProcess process, long bound) throws Exception {
        OptionalLong largest = process.largestResidentBytes();
        if (largest.isEmpty()) {
            System.out.println("the size of a process is not read on this system");
            return;
        }
        System.out.printf("largest resident size: %d MB of %d MB%n", largest.getAsLong() / MIB, bound);
        assertTrue(
                largest.getAsLong() <= bound * MIB,
                () -> "resident: " + largest.getAsLong() / MIB + " MB\n" + process.output());
    }

    /** A sixteenth of the heap each, and one event for each that holds any. */
    private static void assertWithinShares(int port, long heap, int partitions) throws Exception {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Map<String, Double> held = new LinkedHashMap<>();
        metrics.lines()
                .filter(line -> line.startsWith("trailbridge_memory_in_flight_bytes{"))
                .forEach(line -> held.put(
                        line.replaceFirst(".*at=\"([^\"]*)\".*", "$1"),
                        Double.valueOf(line.substring(line.lastIndexOf(' ')))));
        System.out.println("in flight: " + held);
        assertEquals(2, held.size(), metrics);
        held.forEach((at, bytes) ->
                assertTrue(bytes > 0 && bytes <= heap / 16.0 + (double) partitions * MIB, held::toString));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Appends alerts, the first kinds of the samples, whose UID does not depend on other fields; returns the UIDs. */
    private static Set<String> appendLargeEvents(LocalClouds clouds, int events, int bytes) {
        String filler = "{\"filler\":\"" + "0123456789abcde ".repeat(bytes / 16) + "\",";
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < events; i++) {
            long n = (long) i / KINDS * SampleEvents.period() + i % KINDS;
            String event = filler + new String(SampleEvents.at(n), StandardCharsets.UTF_8).substring(1);
            uids.addAll(SampleEvents.expectedUids(n));
            clouds.eventHubs()
                    .hub(LocalClouds.HUB)
                    .append(
                            i % clouds.eventHubs().hub(LocalClouds.HUB).partitions(),
                            event.getBytes(StandardCharsets.UTF_8),
                            Map.of());
        }
        return uids;
    }
}
