package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import java.time.Instant;

/**
 * The range of one partition as reported by its hub.
 *
 * @param beginning  the sequence number of the oldest event that is kept; that of the next event when none is kept
 * @param last       the sequence number of the last event ever, kept or not; -1 when there was none
 * @param lastOffset the offset of the last event; -1 when there was none
 * @param lastTime   when the last event was enqueued
 * @param empty      whether no event is kept
 */
record PartitionEnds(long beginning, long last, String lastOffset, Instant lastTime, boolean empty) {
    static PartitionEnds of(PartitionProperties properties) {
        long last = properties.getLastEnqueuedSequenceNumber();
        return new PartitionEnds(
                properties.isEmpty() ? last + 1 : properties.getBeginningSequenceNumber(),
                last,
                properties.getLastEnqueuedOffset(),
                properties.getLastEnqueuedTime(),
                properties.isEmpty());
    }
}
