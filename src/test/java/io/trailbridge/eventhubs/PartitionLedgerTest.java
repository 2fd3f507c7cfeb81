package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.eventhubs.PartitionLedger.Opening;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {
    private final PartitionLedger ledger = new PartitionLedger(2, () -> 7);

    @Test
    void aFullWindowBlocksUntilACheckpointIsWritten() throws Exception {
        open(10);
        open(11);
        WaitingCall<Opening> third = opening(12);
        ledger.settle(10);
        third.assertWaits();
        ledger.checkpointed(ledger.watermark());
        assertEquals(Opening.OPENED, third.result());
        assertEquals(2, ledger.sinceCheckpoint());
    }

    @Test
    void closingReleasesWhoeverWaitsAndFreezesTheWatermark() throws Exception {
        open(10);
        open(11);
        WaitingCall<Opening> third = opening(12);
        ledger.close();
        assertEquals(Opening.CLOSED, third.result());
        assertFalse(ledger.settle(10));
        assertNull(ledger.watermark());
    }

    @Test
    void aPausedLedgerOpensNothingUntilItIsResumed() throws Exception {
        ledger.pause();
        WaitingCall<Opening> first = opening(10);
        assertEquals(0, ledger.inFlight());
        ledger.resume();
        assertEquals(Opening.OPENED, first.result());
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

    @Test
    void whatSettlesAfterTheEndDoesNotMoveTheWatermark() throws Exception {
        open(10);
        ledger.close();
        assertFalse(ledger.settle(10));
        assertNull(ledger.watermark());
    }

    @Test
    void theLastOpenedEventIsKnown() throws Exception {
        assertEquals(Long.MIN_VALUE, ledger.lastOpened());
        open(10);
        open(11);
        ledger.settle(11);
        assertEquals(11, ledger.lastOpened());
    }

    private void open(long sequence) throws InterruptedException {
        assertEquals(Opening.OPENED, ledger.open(sequence, "at" + sequence, null));
    }

    private WaitingCall<Opening> opening(long sequence) {
        return WaitingCall.of(() -> ledger.open(sequence, "at" + sequence, null));
    }
}
