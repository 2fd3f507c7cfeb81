package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.math.BigInteger;
import java.time.Instant;

/**
 * Whether a checkpoint is a position of the hub as it is now. The checkpoint must have been read before the hub was
 * asked: what is beyond the end then was not written meanwhile.
 *
 * @param evidence what shows that it is a position of another hub; {@code null} when nothing does
 * @param proven   whether the hubs' creation times show it. An end alone may be that of an answer which is out of date
 */
record PositionCheck(String evidence, boolean proven) {
    /** Nothing speaks against it. */
    static final PositionCheck VALID = new PositionCheck(null, false);

    static PositionCheck of(Checkpoint row, Instant hubCreatedAt, PartitionEnds ends) {
        Instant rowsHub = HubCheckpoint.hubCreatedAt(row);
        Instant writtenAt = HubCheckpoint.writtenAt(row);
        if (rowsHub != null && !rowsHub.equals(hubCreatedAt)) {
            return new PositionCheck("its hub was created at " + rowsHub + ", the present one at " + hubCreatedAt,
                true);
        }
        if (rowsHub == null && writtenAt != null && writtenAt.isBefore(hubCreatedAt)) {
            return new PositionCheck("it was written at " + writtenAt + ", before the hub was created at "
                + hubCreatedAt, true);
        }
        if (rowsHub != null && ends.empty()) {
            // Of this very hub, and nothing is there that could be passed over.
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

    /** An offset as a number; {@code null} when it is of another form, which has no order that we know. */
    private static BigInteger whole(String offset) {
        try {
            return offset == null ? null : new BigInteger(offset);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
