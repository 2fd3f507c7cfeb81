package io.trailbridge.eventhubs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@Timeout(30)
class CheckpointWriterTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PartitionLedger ledger = new PartitionLedger(100, System::nanoTime);
    private final List<Long> begun = new ArrayList<>();
    private final List<Sinks.One<Void>> open = new ArrayList<>();
    private final AtomicInteger counted = new AtomicInteger();
    private final SimulatedThreads threads = new SimulatedThreads();
    private final Faults faults =
            new Faults(threads.clocks().wall(), threads.clocks().nanos());
    private long next;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void oneWriteIsUnderWayAtATimeAndTheNextTakesTheLatestWatermark() throws Exception {
        CheckpointWriter writer = writer(Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            settleOne(writer);
        }
        assertEquals(List.of(0L), begun);
        open.get(0).tryEmitEmpty();
        assertEquals(List.of(0L, 9L), begun);
        open.get(1).tryEmitEmpty();
        assertEquals(List.of(0L, 9L), begun, "nothing new to write");
        assertEquals(2, counted.get());
        assertEquals(0, ledger.sinceCheckpoint());
    }

    @Test
    void writesKeepTheirIntervalUnlessHalfOfTheWindowWaits() throws Exception {
        CheckpointWriter writer = writer(Duration.ofHours(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        for (int i = 0; i < 49; i++) {
            settleOne(writer);
        }
        assertEquals(List.of(0L), begun);
        settleOne(writer);
        assertEquals(List.of(0L, 50L), begun);
    }

    @Test
    void aFailedWriteIsRepeatedWithTheLatestWatermark() throws Exception {
        CheckpointWriter writer = writer(Duration.ZERO);
        settleOne(writer);
        settleOne(writer);
        open.get(0).tryEmitError(new IllegalStateException("down"));
        assertEquals("down", writer.status().cause().getMessage());
        assertTrue(writer.status().failingSince() != null);
        await().until(() -> begun.size() == 2);
        assertEquals(List.of(0L, 1L), begun);
        open.get(1).tryEmitEmpty();
        assertEquals(null, writer.status().failingSince());
        assertEquals(1, writer.status().written().sequence());
    }

    @Test
    void finishingWritesWithoutWaitingForTheInterval() throws Exception {
        CheckpointWriter writer = writer(Duration.ofHours(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        settleOne(writer);
        assertFalse(writer.finish(Duration.ofMillis(50)), "the store does not answer");
        assertEquals(List.of(0L, 1L), begun);
        timer.submit(() -> open.get(1).tryEmitEmpty());
        assertTrue(writer.finish(Duration.ofSeconds(10)));
    }

    @Test
    void afterTheEndOneMoreWriteIsMadeOrNone() throws Exception {
        CheckpointWriter lost = writer(Duration.ofHours(1));
        settleOne(lost);
        settleOne(lost);
        lost.end(false);
        open.get(0).tryEmitEmpty();
        assertEquals(List.of(0L), begun);

        begun.clear();
        open.clear();
        CheckpointWriter closed = writer(Duration.ofHours(1));
        settleOne(closed);
        settleOne(closed);
        closed.end(true);
        open.get(0).tryEmitEmpty();
        assertEquals(2, begun.size());
        open.get(1).tryEmitError(new IllegalStateException("down"));
        settleOne(closed);
        await().during(Duration.ofMillis(100)).until(() -> begun.size() == 2);
    }

    @Test
    void aClockThatIsSetBackAnHourHoldsUpNoCheckpoint() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ofSeconds(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        threads.setWallClock(Duration.ofHours(-1));
        settleOne(writer);
        assertEquals(List.of(0L), begun);
        threads.advance(Duration.ofSeconds(1));
        assertEquals(List.of(0L, 1L), begun);
        threads.setWallClock(Duration.ofHours(-1));
        threads.advance(Duration.ofSeconds(10));
        open.get(1).tryEmitError(new IllegalStateException("down"));
        threads.advance(Duration.ofSeconds(10));
        assertEquals(List.of(0L, 1L, 1L), begun);
        Duration failing = Duration.between(
                writer.status().failingSince(), threads.clocks().wall().instant());
        assertEquals(Duration.ofSeconds(20), failing);
    }

    @Test
    void aStoreThatThrowsAtOnceIsAskedAgain() throws Exception {
        for (Throwable thrown : List.of(new IllegalStateException("closed"), new NoClassDefFoundError("Gone"))) {
            begun.clear();
            open.clear();
            AtomicInteger calls = new AtomicInteger();
            CheckpointWriter writer = simulated(
                    watermark -> {
                        if (calls.incrementAndGet() < 3) {
                            throw CheckpointWriterTest.<RuntimeException>sneaky(thrown);
                        }
                        return write(watermark);
                    },
                    Duration.ZERO);
            settleOne(writer);
            assertEquals(thrown, writer.status().cause());
            assertEquals(FaultCode.CHECKPOINT_FAILING, faults.present().get(0).code());
            threads.advance(Duration.ofSeconds(1));
            assertEquals(3, calls.get());
            open.get(0).tryEmitEmpty();
            assertEquals(null, writer.status().failingSince());
            assertEquals(List.of(), faults.present());
        }
    }

    @Test
    void aStoreThatNeverAnswersIsAFaultSoonAndIsAskedAgainAfterAMinute() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ZERO);
        settleOne(writer);
        Instant asked = threads.clocks().wall().instant();
        threads.advance(Duration.ofSeconds(5));
        assertEquals(FaultCode.CHECKPOINT_FAILING, faults.present().get(0).code());
        assertTrue(faults.present().get(0).cause().contains("no answer"), faults.present()::toString);
        assertEquals(asked, writer.status().failingSince());
        assertEquals(List.of(0L), begun);
        threads.advance(Duration.ofSeconds(56));
        assertEquals(List.of(0L, 0L), begun);
        open.get(1).tryEmitEmpty();
        assertEquals(0, writer.status().written().sequence());
        assertEquals(List.of(), faults.present());
    }

    @Test
    void aTimerThatRefusesWhileRunningEndsTheClaim() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ofHours(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        threads.refuse();
        settleOne(writer);
        assertTrue(ledger.isClosed());
    }

    @Test
    void aTimerThatHasStoppedEndsNothing() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ofHours(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        threads.shutdown();
        settleOne(writer);
        assertFalse(ledger.isClosed());
    }

    @Test
    void noWatermarkIsWrittenBeforeTheBackOffOfAFailureIsOver() throws Exception {
        CheckpointWriter writer = simulated(
                this::write,
                EventHubsSettings.defaults().toBuilder()
                        .maxInFlight(100)
                        .checkpointInterval(Duration.ZERO)
                        .retryMin(Duration.ofMillis(10))
                        .retryMax(Duration.ofDays(1))
                        .build());
        settleOne(writer);
        open.get(0).tryEmitError(new IllegalStateException("down"));
        for (int i = 0; i < 90; i++) {
            settleOne(writer);
        }
        assertEquals(List.of(0L), begun);
        threads.advance(Duration.ofMillis(10));
        assertEquals(List.of(0L, 90L), begun);
    }

    @Test
    void whatHasBeenWrittenLeavesNoTaskBehind() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ofHours(1));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        assertEquals(0, threads.waiting());
        settleOne(writer);
        assertEquals(1, threads.waiting(), "the write that keeps the interval");
        for (int i = 0; i < 49; i++) {
            settleOne(writer);
        }
        open.get(1).tryEmitEmpty();
        assertEquals(List.of(0L, 50L), begun);
        assertEquals(0, threads.waiting());
    }

    @Test
    void theEndLeavesNeitherTaskNorFaultBehind() throws Exception {
        CheckpointWriter failing = simulated(this::write, Duration.ZERO);
        settleOne(failing);
        open.get(0).tryEmitError(new IllegalStateException("down"));
        assertEquals(1, faults.present().size());
        failing.end(false);
        assertEquals(List.of(), faults.present());
        assertEquals(0, threads.waiting());

        CheckpointWriter writing = simulated(this::write, Duration.ZERO);
        settleOne(writing);
        writing.end(false);
        open.get(1).tryEmitEmpty();
        assertEquals(0, threads.waiting());
    }

    @Test
    void anIdleWriterWritesOnceMoreAtTheEndOrNotAtAll() throws Exception {
        for (boolean lastWrite : List.of(true, false)) {
            begun.clear();
            open.clear();
            CheckpointWriter writer = simulated(this::write, Duration.ofHours(1));
            settleOne(writer);
            long first = next - 1;
            open.get(0).tryEmitEmpty();
            settleOne(writer);
            writer.end(lastWrite);
            assertEquals(lastWrite ? List.of(first, first + 1) : List.of(first), begun);
        }
    }

    @Test
    void nothingFollowsTheLastWrite() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ZERO);
        settleOne(writer);
        settleOne(writer);
        writer.end(true);
        open.get(0).tryEmitEmpty();
        settleOne(writer);
        open.get(1).tryEmitEmpty();
        assertEquals(List.of(0L, 1L), begun);
    }

    @Test
    void finishingWaitsForTheAnswer() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ofHours(1));
        settleOne(writer);
        WaitingCall<Boolean> finished = WaitingCall.of(() -> writer.finish(Duration.ofHours(1)));
        settleOne(writer);
        open.get(0).tryEmitEmpty();
        finished.assertWaits();
        open.get(1).tryEmitEmpty();
        assertTrue(finished.result());
    }

    @Test
    void finishingWaitsNoLongerOnceTheClaimHasEnded() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ZERO);
        settleOne(writer);
        WaitingCall<Boolean> finished = WaitingCall.of(() -> writer.finish(Duration.ofHours(1)));
        writer.end(false);
        assertFalse(finished.result());
    }

    @Test
    void finishingWithoutTimeDoesNotWait() throws Exception {
        CheckpointWriter writer = simulated(this::write, Duration.ZERO);
        settleOne(writer);
        assertFalse(writer.finish(Duration.ZERO));
    }

    private CheckpointWriter simulated(Function<Watermark, Mono<Void>> store, Duration interval) {
        return simulated(
                store,
                EventHubsSettings.defaults().toBuilder()
                        .maxInFlight(100)
                        .checkpointInterval(interval)
                        .retryMin(Duration.ofMillis(10))
                        .retryMax(Duration.ofMillis(10))
                        .build());
    }

    private CheckpointWriter simulated(Function<Watermark, Mono<Void>> store, EventHubsSettings settings) {
        return new CheckpointWriter(
                "0",
                ledger,
                store,
                threads,
                settings,
                threads.clocks(),
                faults.signal("partition 0", Duration.ZERO),
                counted::incrementAndGet);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private CheckpointWriter writer(Duration interval) {
        EventHubsSettings settings = EventHubsSettings.defaults().toBuilder()
                .maxInFlight(100)
                .checkpointInterval(interval)
                .retryMin(Duration.ofMillis(10))
                .retryMax(Duration.ofMillis(10))
                .build();
        return new CheckpointWriter(
                "0",
                ledger,
                this::write,
                timer,
                settings,
                Clocks.SYSTEM,
                new Faults().detail("test"),
                counted::incrementAndGet);
    }

    private synchronized Mono<Void> write(Watermark watermark) {
        begun.add(watermark.sequence());
        Sinks.One<Void> answer = Sinks.one();
        open.add(answer);
        return answer.asMono();
    }

    private void settleOne(CheckpointWriter writer) throws InterruptedException {
        ledger.open(next, "o", null);
        ledger.settle(next++);
        writer.moved();
    }
}
