package io.trailbridge.eventhubs;

import java.time.Duration;
import java.time.Instant;

/**
 * One partition that this instance owns. Everything but the id and the first count may be unknown: {@code null}.
 *
 * @param partition              its id
 * @param inFlight               events read and not settled
 * @param oldestUnsettled        the sequence number of the oldest of them
 * @param oldestUnsettledAge     how long ago this instance read it
 * @param checkpointAt           when this claim wrote its last checkpoint
 * @param checkpointSequence     the sequence number that the last known checkpoint names
 * @param checkpointFailingSince since when checkpoints cannot be written
 * @param checkpointFailure      why
 * @param position               the last settled one of the prefix, else the checkpoint that the claim started from
 * @param lagEvents              events in the partition after the last settled one of the prefix
 * @param lag                    how long ago the oldest event that is not settled was enqueued
 */
public record PartitionStatus(String partition, int inFlight, Long oldestUnsettled, Duration oldestUnsettledAge,
    Instant checkpointAt, Long checkpointSequence, Instant checkpointFailingSince, String checkpointFailure,
    Long position, Long lagEvents, Duration lag) {
}
