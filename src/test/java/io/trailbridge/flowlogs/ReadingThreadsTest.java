package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadingThreadsTest {
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final ReadingThreads threads = new ReadingThreads(1);
    private final CountDownLatch hanging = new CountDownLatch(1);

    @AfterEach
    void close() {
        hanging.countDown();
        threads.close();
    }

    @Test
    void callsThatHangDelayNoneOfTheOthers() throws Exception {
        CountDownLatch hang = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            threads.every(
                    () -> {
                        hang.countDown();
                        awaitTheEnd();
                    },
                    OFTEN);
        }
        assertTrue(hang.await(20, TimeUnit.SECONDS));
        CountDownLatch others = new CountDownLatch(3);
        threads.every(others::countDown, OFTEN);
        assertTrue(others.await(20, TimeUnit.SECONDS));
    }

    @Test
    void aCallIsNotBegunAgainBeforeItEnds() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(20);
        threads.every(
                () -> {
                    calls.incrementAndGet();
                    awaitTheEnd();
                },
                OFTEN);
        Awaitility.await().until(() -> calls.get() == 1);
        threads.every(others::countDown, OFTEN);
        assertTrue(others.await(20, TimeUnit.SECONDS));
        assertEquals(1, calls.get());
    }

    @Test
    void anErrorEndsNoRepetition() throws Exception {
        CountDownLatch calls = new CountDownLatch(3);
        threads.every(
                () -> {
                    calls.countDown();
                    throw new ExpectedError();
                },
                OFTEN);
        assertTrue(calls.await(20, TimeUnit.SECONDS));
    }

    private void awaitTheEnd() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without the stack that the JVM would print. */
    private static final class ExpectedError extends Error {
        private static final long serialVersionUID = 1L;

        ExpectedError() {
            super("of a test", null, false, false);
        }
    }
}
