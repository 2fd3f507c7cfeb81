package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The result of checking whether a checkpoint is a position of the hub as it is now. The checkpoint must be read before
 * the hub is asked: a position beyond the reported end was then not written in between.
 *
 * @param evidence what shows that it is a position of another hub; {@code null} when nothing does
 * @param proven   whether the creation times of the hubs prove it; an end alone may come from an outdated answer
 */
record PositionCheck(String evidence, boolean proven) {
    /** The result when the checkpoint is valid. */
    static final PositionCheck VALID = new PositionCheck(null, false);

    static PositionCheck of(Checkpoint row, Instant hubCreatedAt, PartitionEnds ends) {
        Instant rowsHub = HubCheckpoint.hubCreatedAt(row);
        Instant writtenAt = HubCheckpoint.writtenAt(row);
        if (rowsHub != null && !rowsHub.equals(hubCreatedAt)) {
            return new PositionCheck(
                    "its hub was created at " + rowsHub + ", the present one at " + hubCreatedAt, true);
        }
        if (rowsHub == null && writtenAt != null && writtenAt.isBefore(hubCreatedAt)) {
            return new PositionCheck(
                    "it was written at " + writtenAt + ", before the hub was created at " + hubCreatedAt, true);
        }
        if (rowsHub != null && ends.empty()) {
            // The checkpoint is of this hub, and the partition has no event that could be skipped.
            return VALID;
        }
        Long sequence = row.getSequenceNumber();
        if (sequence != null && sequence > ends.last()) {
            return new PositionCheck("the partition ends at sequence " + ends.last(), false);
        }
        BigInteger offset = whole(HubCheckpoint.offset(row));
        BigInteger end = whole(ends.lastOffset());
        if (offset != null && end != null && offset.compareTo(end) > 0) {
            return new PositionCheck("the partition ends at offset " + end, false);
        }
        return VALID;
    }

    boolean isOfAnotherHub() {
        return evidence != null;
    }

    /** Returns an offset as a number; {@code null} for an offset of another form, whose order is not known. */
    private static BigInteger whole(String offset) {
        try {
            return offset == null ? null : new BigInteger(offset);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
