package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several batchers within one bound on their bytes. */
@Timeout(60)
class BatcherMemoryTest {
    private static final String ENTRY = "0123456789";

    private final InFlightBytes memory = new InFlightBytes(100);
    private final CountDownLatch back = new CountDownLatch(1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Batcher<String> stuck = batcher(Duration.ZERO, entries -> {
        back.await();
        return Collections.nCopies(entries.size(), Outcome.ACCEPTED);
    });
    private final Batcher<String> healthy =
            batcher(Duration.ofMinutes(1), entries -> Collections.nCopies(entries.size(), Outcome.ACCEPTED));

    private Batcher<String> batcher(Duration linger, BatchCall<String> call) {
        return new Batcher<>(
                "test",
                "target",
                new BatchLimits(10, 100, linger, 1000, 2).within(memory),
                EntryShape.sized(String::length),
                call,
                new BatchMeters(new SimpleMeterRegistry()).of("test", "accepted", "to", "target"));
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        back.countDown();
        stuck.stop(Duration.ZERO);
        healthy.stop(Duration.ZERO);
    }

    @Test
    void aSinkThatIsDownFillsItsShareAndHoldsUpNoOther() {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> submit(stuck, 20));
        await().until(() -> memory.held() == 50);

        submit(healthy, 200);

        assertFalse(waiting.isDone());
        back.countDown();
        waiting.join();
        healthy.linger(Duration.ZERO);
        await().until(() -> accepted.get() == 220);
        assertEquals(0, memory.held());
    }

    @Test
    void whatAStopLeavesUnsentIsNoLongerHeld() {
        CompletableFuture.runAsync(() -> submit(stuck, 5)).join();

        stuck.stop(Duration.ZERO);

        assertEquals(0, memory.held());
    }

    private void submit(Batcher<String> batcher, int entries) {
        for (int i = 0; i < entries; i++) {
            try {
                batcher.submit(ENTRY, failure -> accepted.incrementAndGet());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
