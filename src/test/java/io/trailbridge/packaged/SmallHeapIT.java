package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged jar in a small heap. */
class SmallHeapIT {
    private static final int PARTITIONS = 4;
    private static final int EVENTS = 240;
    private static final int KINDS = 8;
    private static final String FILLER = "\"filler\":\"" + "0123456789abcde ".repeat(900_000 / 16) + "\",";

    @Test
    @Timeout(600)
    void largeEventsWaitForAQueueThatIsDownAndAreAllDeliveredWhenItIsBack() throws Exception {
        try (LocalClouds clouds = LocalClouds.startWithFaults(PARTITIONS)) {
            Set<String> uids = appendLargeEvents(clouds);
            clouds.sqsFaults().faults().on("SendMessageBatch").fail(Failure.UNAVAILABLE);
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
            environment.put("TRAILBRIDGE_STOP_GRACE", "10s");

            try (TrailbridgeProcess process = TrailbridgeProcess.startWith("-Xmx256m", environment)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive()
                        || clouds.sqsFaults().calls("SendMessageBatch") > 3);
                // Long enough for an unbounded reader to fill the heap several times over.
                await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(30)).until(() -> true);
                assertTrue(process.isAlive(), process::output);
                clouds.sqsFaults().faults().clear();

                await().atMost(Duration.ofSeconds(480)).pollInterval(Duration.ofMillis(500)).until(() -> {
                    uids.removeAll(clouds.cloudTrail().timesAccepted().keySet());
                    return uids.isEmpty() || !process.isAlive() || process.output().contains("OutOfMemoryError");
                });

                assertEquals(Set.of(), uids, process::output);
                assertFalse(process.output().contains("OutOfMemoryError"), process::output);
                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
            }
        }
    }

    /** Of the first kinds of the samples, alerts, which keep their UID whatever else stands in them. */
    private static Set<String> appendLargeEvents(LocalClouds clouds) {
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < EVENTS; i++) {
            long n = (long) i / KINDS * SampleEvents.period() + i % KINDS;
            String event = new String(SampleEvents.at(n), StandardCharsets.UTF_8).replaceFirst("\\{", "{" + FILLER);
            uids.addAll(SampleEvents.expectedUids(n));
            clouds.eventHubs().hub(LocalClouds.HUB)
                    .append(i % PARTITIONS, event.getBytes(StandardCharsets.UTF_8), Map.of());
        }
        return uids;
    }
}
