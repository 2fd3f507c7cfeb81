package io.trailbridge.eventhubs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.eventhubs.PartitionLedger.Opening;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {
    private final PartitionLedger ledger = new PartitionLedger(2, () -> 7);

    @Test
    void aFullWindowBlocksUntilACheckpointIsWritten() throws Exception {
        open(10);
        open(11);
        Thread[] opener = new Thread[1];
        var third = opening(12, opener);
        waiting(opener);
        ledger.settle(10);
        waiting(opener);
        ledger.checkpointed(ledger.watermark());
        assertEquals(Opening.OPENED, third.get());
        assertEquals(2, ledger.sinceCheckpoint());
    }

    @Test
    void closingReleasesWhoeverWaitsAndFreezesTheWatermark() throws Exception {
        open(10);
        open(11);
        Thread[] opener = new Thread[1];
        var third = opening(12, opener);
        waiting(opener);
        ledger.close();
        assertEquals(Opening.CLOSED, third.get());
        assertFalse(ledger.settle(10));
        assertNull(ledger.watermark());
    }

    @Test
    void aPausedLedgerOpensNothingUntilItIsResumed() throws Exception {
        ledger.pause();
        Thread[] opener = new Thread[1];
        var first = opening(10, opener);
        waiting(opener);
        assertEquals(0, ledger.inFlight());
        ledger.resume();
        assertEquals(Opening.OPENED, first.get());
    }

    @Test
    void anEventThatIsDeliveredTwiceIsOpenedOnce() throws Exception {
        open(10);
        assertEquals(Opening.REPEATED, ledger.open(10, "x", null));
        assertTrue(ledger.settle(10));
        assertFalse(ledger.settle(10));
        assertEquals(Opening.REPEATED, ledger.open(10, "x", null));
        assertEquals(new Watermark(1, 10, "at10", null), ledger.watermark());
    }

    private void open(long sequence) throws InterruptedException {
        assertEquals(Opening.OPENED, ledger.open(sequence, "at" + sequence, null));
    }

    private CompletableFuture<Opening> opening(long sequence, Thread[] opener) {
        CompletableFuture<Opening> result = new CompletableFuture<>();
        opener[0] = new Thread(() -> {
            try {
                result.complete(ledger.open(sequence, "at" + sequence, null));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        opener[0].start();
        return result;
    }

    private static void waiting(Thread[] opener) {
        await().until(() -> opener[0].getState() == Thread.State.WAITING);
    }
}
