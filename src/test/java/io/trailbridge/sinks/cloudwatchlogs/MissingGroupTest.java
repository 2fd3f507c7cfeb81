package io.trailbridge.sinks.cloudwatchlogs;

import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.ALERTS;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.NOW;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.STREAM;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.URI;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.alert;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.UnsettledException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One log group is missing, and the others are there: on a source with few threads, as the queue's consumer is. */
@Timeout(120)
@Tag("slow")
class MissingGroupTest {
    private static final String FEW_PLACES = URI + "?maxEntries=5&maxInFlight=20&linger=10";
    private static final int MISSING = 60;

    private final LogsFixture fixture = new LogsFixture();
    private final Queue<LogEntry> queue = new ConcurrentLinkedQueue<>();
    private final List<Thread> consumers =
            IntStream.range(0, 2).mapToObj(i -> new Thread(this::consume)).toList();

    /** What is not settled comes back to the queue. */
    private void consume() {
        while (!Thread.currentThread().isInterrupted()) {
            LogEntry entry = queue.poll();
            if (entry == null) {
                Thread.onSpinWait();
            } else {
                fixture.sendHere(FEW_PLACES, entry, failure -> {
                    if (failure instanceof UnsettledException) {
                        queue.add(entry);
                    }
                });
            }
        }
    }

    @AfterEach
    void stop() {
        consumers.forEach(Thread::interrupt);
        fixture.close();
    }

    @Test
    void aMissingGroupStopsNoOtherGroup() {
        fixture.logs.create(ALERTS, STREAM);
        for (int i = 0; i < 100; i++) {
            queue.add(alert("a-" + i));
            if (i < MISSING) {
                queue.add(new LogEntry("assessment", NOW, "m-" + i));
            }
        }

        consumers.forEach(Thread::start);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.messages(ALERTS).stream().distinct().count() == 100);
        assertTrue(fixture.status().inFlight() <= 20, fixture.status()::toString);
        fixture.logs.create(LogsFixture.PREFIX + "/assessment", STREAM);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.messages(LogsFixture.PREFIX + "/assessment").stream()
                                .distinct()
                                .count()
                        == MISSING);
        assertEquals(100 + MISSING, fixture.logs.acceptedCount());
    }
}
