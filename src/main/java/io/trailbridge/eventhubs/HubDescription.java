package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a hub said of itself.
 *
 * @param createdAt  when it was created: a hub of the same name that was created at another time is another hub
 * @param partitions by partition id
 */
record HubDescription(Instant createdAt, Map<String, PartitionProperties> partitions) {
    /** In milliseconds, as the service gives it and rows keep it: it is compared for being the same. */
    HubDescription {
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    }

    PartitionEnds ends(String partition) {
        return PartitionEnds.of(partitions.get(partition));
    }
}
