package io.trailbridge.sinks.securityhub;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateOrderTest {
    private static final RejectedException REJECTED = new RejectedException("InvalidInput", "as scripted", "hub");

    private record Sent(Finding finding, Settlement settlement) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter superseded = Counter.builder("superseded").register(new SimpleMeterRegistry());
    private StateOrder order = order((finding, settlement) -> sent.add(new Sent(finding, settlement)), 100, 1000);

    private StateOrder order(StateOrder.Target target, int maxInFlight, long maxBytes) {
        BatchLimits limits = new BatchLimits(1, 10, Duration.ZERO, maxInFlight, 1, maxBytes);
        return new StateOrder("hub", target, limits, waiting, superseded);
    }

    private void submit(String id, int second, String title) {
        try {
            order.submit(Findings.finding(id, second, title), failure -> ends.add(title + "=" + result(failure)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String result(RuntimeException failure) {
        return failure == null ? "accepted" : failure instanceof StoppedException ? "stopped" : "rejected";
    }

    private List<String> titles() {
        return sent.stream().map(one -> one.finding().model().title()).toList();
    }

    private void end(int index, RuntimeException failure) {
        sent.get(index).settlement().settled(failure);
    }

    @Test
    void aNewerStateWaitsForTheOneUnderWayAndOthersDoNot() {
        submit("a", 1, "a1");
        submit("a", 3, "a3");
        submit("a", 2, "a2");
        submit("b", 1, "b1");
        assertEquals(List.of("a1", "b1"), titles());
        assertEquals(2, waiting.get());
        end(0, null);
        assertEquals(List.of("a1", "b1", "a2"), titles());
        end(2, null);
        end(3, null);
        end(1, null);
        assertEquals(List.of("a1", "b1", "a2", "a3"), titles());
        assertEquals(List.of("a1=accepted", "a2=accepted", "a3=accepted", "b1=accepted"), ends);
        assertEquals(0, order.findings());
        assertEquals(0, waiting.get());
        assertEquals(0, superseded.count());
    }

    @Test
    void anOlderStateEndsWithTheNewerOneThatIsAccepted() {
        submit("a", 2, "a2");
        submit("a", 1, "a1");
        assertEquals(List.of(), ends);
        end(0, null);
        assertEquals(List.of("a2"), titles());
        assertEquals(List.of("a2=accepted", "a1=accepted"), ends);
        assertEquals(1, superseded.count());
        assertEquals(0, order.findings());
    }

    @Test
    void anOlderStateIsSentWhenTheNewerIsRejected() {
        submit("a", 2, "a2");
        submit("a", 1, "a1");
        end(0, REJECTED);
        assertEquals(List.of("a2", "a1"), titles());
        end(1, null);
        assertEquals(List.of("a2=rejected", "a1=accepted"), ends);
        assertEquals(0, superseded.count());
    }

    @Test
    void aStateOlderThanOneThatWasAcceptedIsNotSentEvenIfTheNextIsRejected() {
        submit("a", 2, "a2");
        submit("a", 3, "a3");
        end(0, null);
        submit("a", 1, "a1");
        end(1, REJECTED);
        assertEquals(List.of("a2", "a3"), titles());
        assertEquals(List.of("a2=accepted", "a3=rejected", "a1=accepted"), ends);
        assertEquals(1, superseded.count());
    }

    @Test
    void ofTwoWithOneTimeTheLaterIsSentUnlessItSaysTheSame() {
        submit("a", 1, "one");
        submit("a", 1, "other");
        submit("a", 1, "other");
        submit("a", 1, "one");
        end(0, null);
        end(1, null);
        end(2, null);
        assertEquals(List.of("one", "other", "one"), titles());
        assertEquals(List.of("one=accepted", "other=accepted", "other=accepted", "one=accepted"), ends);
        assertEquals(1, superseded.count());
    }

    @Test
    void aFindingOfWhichNothingIsHeldIsForgotten() {
        submit("a", 2, "a2");
        end(0, null);
        submit("a", 1, "a1");
        assertEquals(List.of("a2", "a1"), titles());
    }

    @Test
    void aStopEndsThoseThatWaitToo() {
        submit("a", 2, "a2");
        submit("a", 1, "a1");
        submit("a", 3, "a3");
        end(0, new StoppedException("hub"));
        assertEquals(List.of("a2"), titles());
        assertEquals(List.of("a2=stopped", "a1=stopped", "a3=stopped"), ends);
        assertEquals(0, order.findings());
    }

    @Test
    void manyThatEndAtOnceDoNotPileUpOnTheStack() {
        submit("a", 0, "first");
        Settlement first = sent.get(0).settlement();
        order = order(
                (finding, settlement) -> {
                    if (finding.model().title().equals("first")) {
                        sent.add(new Sent(finding, settlement));
                    } else {
                        settlement.settled(REJECTED);
                    }
                },
                100_000,
                10_000_000);
        submit("a", 0, "first");
        for (int i = 1; i <= 50_000; i++) {
            submit("a", i, "later");
        }
        end(1, null);
        first.settled(null);
        assertEquals(50_002, ends.size());
        assertEquals(0, order.findings());
    }

    @Test
    void whoSendsMoreThanMayBeHeldWaitsForAPlace() throws ExecutionException, InterruptedException {
        order = order((finding, settlement) -> sent.add(new Sent(finding, settlement)), 2, 1000);
        submit("a", 1, "a1");
        submit("a", 2, "a2");
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> submit("a", 3, "a3"));
        Thread.yield();
        assertTrue(!third.isDone());
        end(0, null);
        third.get();
        end(1, null);
        end(2, null);
        assertEquals(List.of("a1", "a2", "a3"), titles());
    }

    @Test
    void bytesAreBoundedTooButOneAlwaysFits() {
        order = order((finding, settlement) -> sent.add(new Sent(finding, settlement)), 100, 10);
        submit("a", 1, "a1");
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> submit("b", 1, "b1"));
        end(0, null);
        second.join();
        assertEquals(List.of("a1", "b1"), titles());
    }

    @Test
    void aSettlementMaySubmitAgainThoughThereIsNoPlace() throws InterruptedException {
        order = order((finding, settlement) -> sent.add(new Sent(finding, settlement)), 1, 1000);
        order.submit(Findings.finding("a", 1, "a1"), failure -> {
            submit("b", 1, "b1");
            submit("c", 1, "c1");
        });
        end(0, null);
        assertEquals(List.of("a1", "b1", "c1"), titles());
    }

    @Test
    void whoIsInterruptedWhileItWaitsHasSentNothing() throws InterruptedException {
        order = order((finding, settlement) -> sent.add(new Sent(finding, settlement)), 1, 1000);
        submit("a", 1, "a1");
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> order.submit(Findings.finding("b", 1, "b1"), failure -> ends.add("notified")));
        assertEquals(List.of(), ends);
        end(0, null);
        assertEquals(0, order.findings());
    }

    @Test
    void whoIsInterruptedWhileItSendsLeavesTheStateUnsettledAtItsSource() throws InterruptedException {
        order = order(
                (finding, settlement) -> {
                    throw new InterruptedException();
                },
                10,
                1000);
        List<RuntimeException> failures = new ArrayList<>();
        order.submit(Findings.finding("a", 1, "a1"), failures::add);
        assertTrue(Thread.interrupted());
        assertInstanceOf(StoppedException.class, failures.get(0));
        assertEquals(0, order.findings());
    }

    @Test
    void aSettlementThatFailsDoesNotKeepTheOthersFromBeingTold() throws InterruptedException {
        order.submit(Findings.finding("a", 2, "a2"), failure -> {
            throw new IllegalStateException("as scripted");
        });
        submit("a", 1, "a1");
        end(0, null);
        assertEquals(List.of("a1=accepted"), ends);
    }

    @Test
    void statesThatEndOnOtherThreadsWhileTheyAreSentKeepTheirOrder() throws InterruptedException {
        List<Finding> accepted = new ArrayList<>();
        order = order(
                (finding, settlement) -> CompletableFuture.runAsync(() -> {
                    synchronized (accepted) {
                        accepted.add(finding);
                    }
                    settlement.settled(null);
                }),
                50,
                1000);
        AtomicInteger notified = new AtomicInteger();
        for (int i = 0; i < 2000; i++) {
            order.submit(Findings.finding("a" + i % 3, i, "state"), failure -> {
                assertNull(failure);
                notified.incrementAndGet();
            });
        }
        await().until(() -> notified.get() == 2000);
        for (int id = 0; id < 3; id++) {
            String wanted = "a" + id;
            List<Finding> states = accepted.stream()
                    .filter(finding -> finding.id().equals(wanted))
                    .toList();
            for (int i = 1; i < states.size(); i++) {
                assertTrue(states.get(i).updatedAt().isAfter(states.get(i - 1).updatedAt()));
            }
        }
        assertEquals(0, order.findings());
        assertEquals(0, waiting.get());
    }
}
