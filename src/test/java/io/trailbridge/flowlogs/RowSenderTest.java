package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RowSenderTest {
    private static final int ROWS = 100;

    private final FlowLogSettings settings = Fixture.settings().withMaxRowsInFlight(1000);
    private final Semaphore window = new Semaphore(1000);
    private final ReadLedger ledger = new ReadLedger(BlobPosition.START);
    private final List<Consumer<Exception>> answers = new ArrayList<>();
    private int done;
    private int parked;
    private long counted;
    private RuntimeException thrown;
    private Error broken;

    private final RowSender sender = new RowSender(
            new BlobReference("https://a.blob.core.windows.net", "a", "c", "p"),
            new RowTarget() {
                @Override
                public void store(List<String> rows, Consumer<Exception> answer) {
                    throwAny();
                    answers.add(answer);
                }

                @Override
                public void park(BlobReference blob, Reject reject, Consumer<Exception> answer) {
                    throwAny();
                    parked++;
                    counted += reject.count();
                    answer.accept(null);
                }
            },
            settings,
            window,
            ledger,
            new FlowLogMeters(new SimpleMeterRegistry()),
            () -> done++);

    private void throwAny() {
        if (thrown != null) {
            throw thrown;
        }
        if (broken != null) {
            throw broken;
        }
    }

    @Test
    void aChunkIsAsFarAsItIsStored() {
        send(ROWS);
        sender.finish();
        assertEquals(0, done);
        assertEquals(900, window.availablePermits());
        answers.get(0).accept(null);
        assertEquals(1, done);
        assertEquals(1000, window.availablePermits());
        assertEquals(new BlobPosition(5, 0, "x"), ledger.safe());
    }

    @Test
    void whatTheTargetThrowsEndsTheReadingAndHoldsNoPlace() {
        thrown = new IllegalStateException("no route");
        send(ROWS);
        assertEquals(thrown, sender.failure());
        assertThrows(RowSender.EndedException.class, () -> sender.row("{}"));
        sender.finish();
        assertEquals(1, done);
        assertEquals(1000, window.availablePermits());
        assertEquals(BlobPosition.START, ledger.safe());
    }

    @Test
    void anErrorOfTheTargetEndsTheReadingToo() {
        broken = new NoClassDefFoundError("of a test");
        send(ROWS);
        assertEquals(
                broken,
                assertInstanceOf(IllegalStateException.class, sender.failure()).getCause());
        sender.finish();
        assertEquals(1, done);
        assertEquals(1000, window.availablePermits());
    }

    @Test
    void aTargetThatCannotParkWhatWasRefusedHoldsNoPlace() {
        send(ROWS);
        thrown = new IllegalStateException("no route");
        answers.get(0).accept(new RejectedException("Bad", "refused", "lake"));
        sender.finish();
        assertEquals(1, done);
        assertEquals(1000, window.availablePermits());
        assertEquals(0, parked);
    }

    @Test
    void theFirstAnswerCounts() {
        send(ROWS);
        answers.get(0).accept(null);
        answers.get(0).accept(new IllegalStateException("and yet not"));
        assertNull(sender.failure());
        assertEquals(1000, window.availablePermits());
        assertEquals(0, done);
        sender.finish();
        assertEquals(1, done);
    }

    @Test
    void aChunkIsFullByTheSizeOfItsRowsAndTakesItsPlaces() {
        sender.begin(() -> new BlobPosition(5, 0, "x"));
        for (int i = 0; i < 4; i++) {
            sender.row("x".repeat(25 * RowSender.PLACE));
        }
        assertEquals(1, answers.size());
        assertEquals(1000 - 4 * 26, window.availablePermits());
        answers.get(0).accept(null);
        sender.row("x".repeat(5000 * RowSender.PLACE));
        assertEquals(0, window.availablePermits(), "it is larger than the window and has it for itself");
        answers.get(1).accept(null);
        assertEquals(1000, window.availablePermits());
    }

    @Test
    void afterAThousandRejectsTheOthersAreOneOfEachChunkAndOfTheEnd() {
        sender.begin(() -> new BlobPosition(5, 0, "x"));
        reject(RowSender.MAX_REJECTS);
        assertEquals(RowSender.MAX_REJECTS, parked);
        reject(70_000);
        assertEquals(RowSender.MAX_REJECTS, parked);
        send(ROWS);
        assertEquals(1, answers.size());
        reject(1);
        sender.flush();
        assertEquals(RowSender.MAX_REJECTS + 2, parked);
        assertEquals(RowSender.MAX_REJECTS + 70_001, counted);
    }

    @Test
    void rowsThatAreRefusedDuringAStopAreParkedByNoneAndReadAgain() {
        RejectedException refusal = new RejectedException("InvalidRow", "no such column", "security-lake");
        refusal.addSuppressed(new StoppedException("security-lake"));
        send(ROWS);
        answers.get(0).accept(refusal);
        assertEquals(0, parked);
        assertSame(refusal, sender.failure());
        assertEquals(BlobPosition.START, ledger.safe());
        assertEquals(1000, window.availablePermits());
    }

    @Test
    void rowsThatAreRefusedAreParkedOneByOneAndCountAsDone() {
        send(ROWS);
        answers.get(0).accept(new RejectedException("InvalidRow", "no such column", "security-lake"));
        assertEquals(ROWS, parked);
        assertNull(sender.failure());
        assertEquals(1000, window.availablePermits());
    }

    private void reject(int times) {
        for (int i = 0; i < times; i++) {
            sender.reject(Reject.ofTuple("no tuple", 7, i, "x"));
        }
    }

    private void send(int rows) {
        sender.begin(() -> new BlobPosition(5, 0, "x"));
        for (int i = 0; i < rows; i++) {
            sender.row("{}");
        }
    }
}
