package io.trailbridge.standin.eventhubs;

import java.time.Instant;

/**
 * What the service reports about a partition. An empty partition has last sequence number -1 and last offset "-1"; one
 * whose events have all expired keeps the numbers of its last event and is empty all the same.
 */
record PartitionState(
        long beginSequenceNumber,
        long lastSequenceNumber,
        String lastOffset,
        Instant lastEnqueuedTime,
        boolean empty) {}
