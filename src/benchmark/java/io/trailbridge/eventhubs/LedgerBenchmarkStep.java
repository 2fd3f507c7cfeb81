package io.trailbridge.eventhubs;

import java.time.Instant;

/** What the ledger of a partition does for one event: it opens it, settles it, and takes note of the checkpoint. */
public final class LedgerBenchmarkStep {
    private static final Instant ENQUEUED = Instant.parse("2026-05-05T10:00:00Z");

    private final PartitionLedger ledger = new PartitionLedger(2_000, System::nanoTime);
    private long sequence;

    /** The events before this one are settled. */
    public void run() throws InterruptedException {
        ledger.open(sequence, "4096", ENQUEUED);
        ledger.settle(sequence++);
        ledger.checkpointed(ledger.watermark());
    }
}
