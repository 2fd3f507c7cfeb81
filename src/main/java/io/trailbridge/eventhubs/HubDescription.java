package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A hub's description of itself.
 *
 * @param createdAt  when the hub was created: a hub of the same name with another creation time is another hub
 * @param partitions by partition id
 */
record HubDescription(Instant createdAt, Map<String, PartitionProperties> partitions) {
    /**
     * Truncates the creation time to milliseconds, as in the service and in rows, because it is compared for equality.
     */
    HubDescription {
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    }

    PartitionEnds ends(String partition) {
        return PartitionEnds.of(partitions.get(partition));
    }
}
