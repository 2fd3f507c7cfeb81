package io.trailbridge.standin.eventhubs;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** A hub: its log and its consumer groups, whose names are compared without case as the service does. */
record Hub(String name, Instant createdAt, HubLog log, Set<String> consumerGroups) {

    boolean hasGroup(String group) {
        return consumerGroups.contains(group.toLowerCase(Locale.ROOT));
    }

    /** The partition's log, or null when the text does not name one of the hub's partitions. */
    PartitionLog partition(String id) {
        if (!id.matches("\\d{1,9}") || Integer.parseInt(id) >= log.partitions()) {
            return null;
        }
        return log.partition(Integer.parseInt(id));
    }
}
