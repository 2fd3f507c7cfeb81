package io.trailbridge.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On simulated time: how several destinations, and several batchers, share the places. */
@Timeout(30)
class BatcherPlacesTest {
    private static final int PLACES = 10;

    private final SimulatedRuntime runtime = new SimulatedRuntime(5);
    private final InFlightBytes memory = new InFlightBytes(1000);
    /** The destinations that fail, each the first letter of its entries. */
    private final Set<Character> down = new HashSet<>();
    /** What a call for a destination that is down ends with; each of its entries is to be retried when it is null. */
    private RuntimeException failure = FakeService.error(503, "ServiceUnavailable");

    private final List<String> accepted = new ArrayList<>();
    private final List<String> sentAfterTheirEnd = new ArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final Batcher<String> batcher = new Batcher<>(
            "test",
            "target",
            new BatchLimits(2, 100, Duration.ZERO, PLACES, 4).within(memory),
            EntryShape.sized(String::length).inLanes(entry -> entry.charAt(0)).sentTo(entry -> entry.charAt(0)),
            this::call,
            new BatchMeters(new SimpleMeterRegistry()).of("test", "accepted", "to", "target"),
            runtime);

    private List<Outcome> call(List<String> entries) {
        entries.stream()
                .filter(entry -> ends.stream().anyMatch(end -> end.startsWith(entry)))
                .forEach(sentAfterTheirEnd::add);
        if (!down.contains(entries.get(0).charAt(0))) {
            accepted.addAll(entries);
            return Collections.nCopies(entries.size(), Outcome.ACCEPTED);
        }
        if (failure != null) {
            throw failure;
        }
        return Collections.nCopies(entries.size(), new Outcome.Retry("Throttling", "as scripted"));
    }

    private void submit(String entry) throws InterruptedException {
        batcher.submit(
                entry,
                reason -> ends.add(
                        entry + (reason == null ? "" : " " + reason.getClass().getSimpleName())));
    }

    private void submitToMissing(int entries) throws InterruptedException {
        submitToMissing(0, entries);
    }

    private void submitToMissing(int from, int to) throws InterruptedException {
        down.add('m');
        for (int i = from; i < to; i++) {
            submit("m" + i);
        }
    }

    private Thread submitting(String entry) {
        Thread thread = new Thread(() -> {
            try {
                submit(entry);
            } catch (InterruptedException e) {
                ends.add(entry + " interrupted");
            }
        });
        thread.start();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    private void live(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 10) {
            while (runtime.callsUnderWay() > 0) {
                runtime.finishCall(0);
            }
            runtime.advance(Duration.ofMillis(10));
        }
    }

    private void anotherReturnsToItsSource() throws InterruptedException {
        submitToMissing(PLACES / 2);
        live(Duration.ofSeconds(6));
        submit("there");
        live(Duration.ofMillis(20));
        ends.clear();
        submit("more");
        assertEquals(List.of("more PostponedException"), ends);
        assertEquals(PLACES / 2, batcher.status().inFlight());
        down.clear();
        live(Duration.ofSeconds(15));
        assertEquals(1 + PLACES / 2, ends.size(), ends::toString);
        assertFalse(accepted.contains("more"));
    }

    @Test
    void beyondItsShareADestinationWithoutAnAnswerTakesNoMoreWhileOthersWork() throws Exception {
        anotherReturnsToItsSource();
        assertTrue(accepted.contains("there"));
    }

    @Test
    void beyondItsShareADestinationThatThrottlesAllTakesNoMoreWhileOthersWork() throws Exception {
        failure = null;
        anotherReturnsToItsSource();
        assertTrue(accepted.contains("there"));
    }

    @Test
    void beyondItsShareAnEntryWaitsWhileNoDestinationIsKnownToWork() throws Exception {
        submitToMissing(PLACES / 2);
        live(Duration.ofSeconds(6));
        Thread waits = submitting("more");
        assertEquals(List.of(), ends);
        live(Duration.ofSeconds(20));
        waits.join();
        assertEquals(List.of("more PostponedException"), ends);
    }

    @Test
    void whileAnEntryWaitsForAPlaceThoseBeyondTheShareReturnToTheirSourceAndAreNotSent() throws Exception {
        submitToMissing(PLACES);
        live(Duration.ofMillis(100));
        thoseBeyondTheShareReturn();
    }

    @Test
    void soDoThoseThatWaitForTheirFirstCall() throws Exception {
        submitToMissing(2);
        live(Duration.ofSeconds(4));
        submitToMissing(2, PLACES);
        thoseBeyondTheShareReturn();
    }

    @Test
    void soDoThoseThatWaitForTheirRetry() throws Exception {
        failure = null;
        submitToMissing(PLACES);
        live(Duration.ofMillis(100));
        thoseBeyondTheShareReturn();
    }

    private void thoseBeyondTheShareReturn() throws InterruptedException {
        Thread waits = submitting("there");
        live(Duration.ofSeconds(30));
        waits.join();
        live(Duration.ofMillis(20));
        assertEquals(
                List.of(
                        "m5 PostponedException",
                        "m6 PostponedException",
                        "m7 PostponedException",
                        "m8 PostponedException",
                        "m9 PostponedException",
                        "there"),
                ends.stream().sorted().toList());
        down.clear();
        live(Duration.ofSeconds(15));
        assertEquals(
                List.of("m0", "m1", "m2", "m3", "m4", "there"),
                accepted.stream().sorted().toList());
        assertEquals(PLACES + 1, ends.size(), ends::toString);
        assertEquals(List.of(), sentAfterTheirEnd);
    }

    @Test
    void whileNoEntryWaitsNoneReturns() throws Exception {
        submitToMissing(PLACES);
        live(Duration.ofSeconds(30));
        assertEquals(List.of(), ends);
        down.clear();
        live(Duration.ofSeconds(15));
        assertEquals(PLACES, accepted.size());
    }

    @Test
    void theBytesOfWhatIsSettledAreThereForOtherBatchersWhichHearOfThem() throws Exception {
        AtomicBoolean told = new AtomicBoolean();
        InFlightBytes.Account other = memory.open(() -> told.set(true));
        other.hold(900);
        submit("t".repeat(50));
        assertFalse(other.tryHold(80));
        runtime.finishCall(0);
        assertTrue(told.get());
        assertEquals(900, memory.held());
    }

    @Test
    void anEntryThatWaitsForTheCommonBytesGoesOnWhenOthersReleaseThem() throws Exception {
        InFlightBytes.Account other = memory.open();
        other.hold(930);
        submit("t".repeat(50));
        Thread waits = submitting("t".repeat(60));
        other.release(930);
        other.notifyWaiting();
        waits.join();
        live(Duration.ofMillis(20));
        assertEquals(2, accepted.size());
    }
}
