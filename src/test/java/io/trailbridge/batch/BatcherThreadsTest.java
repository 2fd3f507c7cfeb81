package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real threads: what blocks, what does not, and what a stop does. */
@Timeout(60)
class BatcherThreadsTest {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Semaphore gate = new Semaphore(0);
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final List<Batcher<?>> batchers = new ArrayList<>();
    private final BatchMeters meters = new BatchMeters(new SimpleMeterRegistry());

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        gate.release(1_000_000);
        batchers.forEach(batcher -> batcher.stop(Duration.ZERO));
    }

    private Batcher<String> batcher(int maxEntries, int lingerMillis, int maxInFlight, BatchCall<String> call) {
        Batcher<String> batcher = new Batcher<>(
                "test",
                "target",
                new BatchLimits(maxEntries, 100, Duration.ofMillis(lingerMillis), maxInFlight, 2),
                EntryShape.sized(String::length),
                call,
                meters.of("test", "accepted", "to", "target"));
        batchers.add(batcher);
        return batcher;
    }

    private List<Outcome> whenLet(List<String> entries) throws InterruptedException {
        calls.add(entries);
        gate.acquire();
        return accept(entries);
    }

    private static List<Outcome> accept(List<String> entries) {
        return Collections.nCopies(entries.size(), Outcome.ACCEPTED);
    }

    private Settlement end(String name) {
        return failure ->
                ends.add(name + (failure == null ? "" : " " + failure.getClass().getSimpleName()));
    }

    private Thread submitting(Batcher<String> batcher, String entry) {
        Thread thread = new Thread(() -> {
            try {
                batcher.submit(entry, end(entry));
            } catch (InterruptedException e) {
                ends.add(entry + " interrupted");
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitBlocked(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void submitBlocksWhileFullAndGoesOnWhenThereIsAPlace() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 2, this::whenLet);
        batcher.submit("a", end("a"));
        batcher.submit("b", end("b"));
        Thread third = submitting(batcher, "c");
        awaitBlocked(third);
        assertEquals(2, batcher.status().inFlight());
        gate.release();
        third.join();
        gate.release(2);
        await().until(() -> ends.size() == 3);
    }

    @Test
    void submitBlocksWhileFewLargeEntriesAreHeldToo() throws Exception {
        Batcher<String> batcher = batcher(10, 0, 1000, this::whenLet);
        for (int i = 0; i < 64; i++) {
            batcher.submit("x".repeat(100), end("large"));
        }
        Thread next = submitting(batcher, "small");
        awaitBlocked(next);
        gate.release(100);
        next.join();
        await().until(() -> ends.size() == 65);
    }

    @Test
    void aBlockedSubmitCanBeInterruptedAndLeavesNothingBehind() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 1, this::whenLet);
        batcher.submit("a", end("a"));
        Thread second = submitting(batcher, "b");
        awaitBlocked(second);
        second.interrupt();
        second.join();
        assertEquals(List.of("b interrupted"), ends);
        gate.release(2);
        batcher.stop(GRACE);
        assertEquals(List.of("b interrupted", "a"), ends);
    }

    @Test
    void aBlockedSubmitIsReleasedByAStop() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 1, this::whenLet);
        batcher.submit("a", end("a"));
        Thread second = submitting(batcher, "b");
        awaitBlocked(second);
        batcher.stop(Duration.ZERO);
        second.join();
        assertEquals(
                List.of("a StoppedException", "b StoppedException"),
                ends.stream().sorted().toList());
    }

    @Test
    void aStopSendsWhatIsCollectedWithoutLingering() throws Exception {
        Batcher<String> batcher = batcher(10, 50_000, 100, entries -> {
            calls.add(entries);
            return accept(entries);
        });
        batcher.submit("a", end("a"));
        batcher.submit("b", end("b"));
        batcher.stop(GRACE);
        assertEquals(List.of("a", "b"), ends);
        assertEquals(List.of(List.of("a", "b")), calls);
    }

    @Test
    void aFullBatcherSendsWhatLingersInsteadOfWaitingForCompanyThatCannotCome() throws Exception {
        Batcher<String> batcher = batcher(10, 50_000, 2, entries -> {
            calls.add(entries);
            return accept(entries);
        });
        batcher.submit("a", end("a"));
        batcher.submit("b", end("b"));
        batcher.submit("c", end("c"));
        assertEquals(List.of(List.of("a", "b")), calls);
        assertEquals(1, batcher.status().inFlight());
    }

    @Test
    void aShorterLingerCountsForWhatWaitsAlready() throws Exception {
        Batcher<String> batcher = batcher(10, 50_000, 100, BatcherThreadsTest::accept);
        batcher.submit("a", end("a"));
        batcher.linger(Duration.ZERO);
        await().until(() -> ends.equals(List.of("a")));
        batcher.submit("b", end("b"));
        await().until(() -> ends.equals(List.of("a", "b")));
    }

    @Test
    void aLaneThatIsFullIsSentWhileTheOthersWait() throws Exception {
        Batcher<String> batcher = new Batcher<>(
                "test",
                "target",
                new BatchLimits(2, 100, Duration.ofSeconds(50), 100, 2),
                EntryShape.sized(String::length).inLanes(entry -> entry.charAt(0)),
                entries -> {
                    calls.add(entries);
                    return accept(entries);
                },
                meters.of("test", "accepted", "to", "target"));
        batchers.add(batcher);
        batcher.submit("a1", end("a1"));
        batcher.submit("b1", end("b1"));
        batcher.submit("a2", end("a2"));
        await().until(() -> ends.equals(List.of("a1", "a2")));
        assertEquals(List.of(List.of("a1", "a2")), calls);
        batcher.stop(GRACE);
        assertEquals(List.of(List.of("a1", "a2"), List.of("b1")), calls);
    }

    @Test
    void whatFailedTogetherIsTriedAgainTogetherAndWithNobodyElse() throws Exception {
        Batcher<String> batcher = new Batcher<>(
                "test",
                "target",
                new BatchLimits(2, 100, GRACE, 100, 2),
                EntryShape.sized(String::length).triedTogether(),
                entries -> {
                    calls.add(entries);
                    if (calls.size() <= 3) {
                        throw FakeService.error(500, "InternalError");
                    }
                    return accept(entries);
                },
                meters.of("test", "accepted", "to", "target"));
        batchers.add(batcher);
        batcher.submit("a", end("a"));
        batcher.submit("b", end("b"));
        await().until(() -> !calls.isEmpty());
        batcher.submit("c", end("c"));
        batcher.linger(Duration.ZERO);
        await().until(() -> ends.size() == 3);
        assertEquals(2, calls.stream().distinct().count(), calls::toString);
        assertEquals(List.of("a", "b"), calls.get(0));
        assertTrue(calls.contains(List.of("c")), calls::toString);
    }

    @Test
    void aStopWaitsForRetries() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Batcher<String> batcher = batcher(10, 0, 100, entries -> {
            if (tries.incrementAndGet() < 3) {
                throw FakeService.error(503, "ServiceUnavailable");
            }
            return accept(entries);
        });
        batcher.submit("a", end("a"));
        batcher.stop(GRACE);
        assertEquals(List.of("a"), ends);
    }

    @Test
    void aCallThatHangsIsInterruptedWhenTheGraceEnds() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Batcher<String> batcher = batcher(10, 0, 100, entries -> {
            try {
                gate.acquire();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return accept(entries);
        });
        batcher.submit("a", end("a"));
        await().until(gate::hasQueuedThreads);
        batcher.stop(Duration.ofMillis(50));
        interrupted.await();
        assertEquals(List.of("a StoppedException"), ends);
    }

    @Test
    void aStopReturnsOnlyWhenAllSettlementsAreTold() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 100, BatcherThreadsTest::accept);
        CountDownLatch telling = new CountDownLatch(1);
        batcher.submit("a", failure -> {
            telling.countDown();
            gate.acquireUninterruptibly();
            ends.add("a");
        });
        telling.await();
        Thread stop = new Thread(() -> batcher.stop(GRACE));
        stop.start();
        await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
        gate.release();
        stop.join();
        assertEquals(List.of("a"), ends);
    }

    @Test
    void aSettlementMaySubmitAgainToAFullBatcher() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 1, BatcherThreadsTest::accept);
        for (int i = 0; i < 50; i++) {
            String name = "e" + i;
            batcher.submit(name, failure -> {
                try {
                    batcher.submit(name + " again", end(name + " again"));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        await().until(() -> ends.size() == 50);
    }

    @Test
    void resultsHeldUpByAnotherSinkHoldUpWhoSubmits() throws Exception {
        Batcher<String> second = batcher(1, 0, 1, this::whenLet);
        Batcher<String> first = batcher(1, 0, 1, BatcherThreadsTest::accept);
        AtomicInteger submitted = new AtomicInteger();
        Thread source = new Thread(() -> {
            try {
                for (int i = 0; i < 20; i++) {
                    String name = "e" + i;
                    first.submit(name, failure -> {
                        try {
                            second.submit(name, end(name));
                        } catch (InterruptedException e) {
                            ends.add(name + " interrupted");
                        }
                    });
                    submitted.incrementAndGet();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        source.start();
        awaitBlocked(source);
        assertTrue(submitted.get() < 10, "submitted " + submitted);
        gate.release(20);
        source.join();
        await().until(() -> ends.size() == 20);
    }

    @Test
    void aSettlementThatThrowsKeepsNoOtherFromBeingTold() throws Exception {
        Batcher<String> batcher = batcher(2, 50_000, 100, BatcherThreadsTest::accept);
        batcher.submit("a", failure -> {
            throw new IllegalStateException("as the test wants it");
        });
        batcher.submit("b", end("b"));
        await().until(() -> ends.size() == 1);
        assertEquals(0, batcher.status().inFlight());
    }

    @Test
    void whatIsSubmittedAfterAStopIsToldSo() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 1, BatcherThreadsTest::accept);
        batcher.stop(Duration.ZERO);
        batcher.submit("a", end("a"));
        assertEquals(List.of("a StoppedException"), ends);
    }

    @Test
    void anEntryTooLargeByItselfIsRefusedAtOnceWithItsSize() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 1, BatcherThreadsTest::accept);
        List<RuntimeException> failures = new ArrayList<>();
        batcher.submit("x".repeat(101), failures::add);
        EntryTooLargeException failure = assertInstanceOf(EntryTooLargeException.class, failures.get(0));
        assertEquals(101, failure.bytes());
        assertEquals(100, failure.maxBytes());
    }

    @Test
    void severalCallsAreUnderWayAtOnceAndNoMoreThanAllowed() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 100, this::whenLet);
        for (int i = 0; i < 10; i++) {
            batcher.submit("e" + i, end("e" + i));
        }
        await().until(() -> calls.size() == 2 && gate.getQueueLength() == 2);
        assertEquals(2, calls.size());
        gate.release(10);
        await().until(() -> ends.size() == 10);
    }

    @Test
    void theStatusTellsSinceWhenAndWhyItFails() throws Exception {
        Batcher<String> batcher = batcher(1, 0, 100, entries -> {
            if (gate.tryAcquire()) {
                return accept(entries);
            }
            throw FakeService.error(403, "AccessDenied");
        });
        assertNull(batcher.status().failingSince());
        assertNull(batcher.status().lastFailure());
        batcher.submit("a", end("a"));
        await().until(() -> batcher.status().failingSince() != null);
        assertNotNull(batcher.status().lastFailure());
        assertEquals(1, batcher.status().inFlight());
        gate.release();
        await().until(() -> ends.size() == 1);
        assertNull(batcher.status().failingSince());
        assertTrue(batcher.status().lastFailure().startsWith("AccessDenied: as scripted"));
    }
}
