package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import java.time.Duration;
import java.time.Instant;

/** How far a claim is behind the end of its partition. Values that are not yet known are {@code null}. */
record Lag(Long events, Duration age) {
    static final Lag UNKNOWN = new Lag(null, null);

    /**
     * @param end        the partition as the hub last described it, or {@code null}
     * @param checkpoint the sequence number that the claim started from, or {@code null} when there was none
     * @param start      where a partition without a checkpoint is read from
     */
    static Lag of(PartitionClaim claim, PartitionProperties end, Long checkpoint, StartPosition start, Instant now) {
        Watermark watermark = claim.ledger().watermark();
        PartitionLedger.Oldest oldest = claim.ledger().oldestUnsettled();
        long last = claim.lastEnqueuedSequence();
        if (end != null) {
            last = Math.max(last, end.getLastEnqueuedSequenceNumber());
        }
        if (oldest != null) {
            last = Math.max(last, oldest.sequence());
        }
        Long done = watermark != null ? Long.valueOf(watermark.sequence()) : checkpoint;
        if (oldest != null && watermark == null) {
            done = oldest.sequence() - 1;
        } else if (done == null && end != null) {
            done = end.isEmpty() || start != StartPosition.EARLIEST ? last : end.getBeginningSequenceNumber() - 1;
        } else if (done != null && end != null && watermark == null) {
            done = end.isEmpty() ? Long.valueOf(last) : Math.max(done, end.getBeginningSequenceNumber() - 1);
        }
        if (done == null) {
            return UNKNOWN;
        }
        long events = Math.max(0, last - done);
        if (events == 0) {
            return new Lag(0L, Duration.ZERO);
        }
        Instant since = oldest != null ? oldest.enqueuedTime() : watermark != null ? watermark.enqueuedTime() : null;
        if (since == null) {
            return new Lag(events, null);
        }
        Duration age = Duration.between(since, now);
        return new Lag(events, age.isNegative() ? Duration.ZERO : age);
    }
}
