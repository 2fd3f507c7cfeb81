package io.trailbridge.standin.eventhubs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who reads a partition for a consumer group, and who may. An epoch is a claim to be the only reader: an equal or
 * higher one takes the partition from all others, a lower one or none is refused. Without epochs five may read at a
 * time. Used on the loop only.
 */
final class PartitionReaders {

    private static final int MAX_WITHOUT_EPOCH = 5;

    private final Map<String, List<ConsumerLink>> readers = new HashMap<>();

    /** Lets the reader in and sends away those it displaces, or returns why not. */
    Refusal enter(ConsumerLink reader) {
        List<ConsumerLink> present = readers.computeIfAbsent(reader.path(), path -> new ArrayList<>());
        Long highest = present.stream()
                .map(ConsumerLink::epoch)
                .filter(e -> e != null)
                .max(Long::compare)
                .orElse(null);
        if (reader.epoch() == null && highest != null) {
            return Refusal.stolen("At least one receiver for the endpoint is created with epoch of '" + highest
                    + "', and so non-epoch receiver is not allowed. Either reconnect with a higher epoch, or make sure"
                    + " all epoch receivers are closed or disconnected.");
        }
        if (reader.epoch() != null && highest != null && reader.epoch() < highest) {
            return Refusal.stolen("A receiver with a higher epoch '" + highest + "' already exists. A new receiver with"
                    + " epoch " + reader.epoch() + " cannot be created.");
        }
        if (reader.epoch() == null && present.size() >= MAX_WITHOUT_EPOCH) {
            return new Refusal(
                    "amqp:resource-limit-exceeded",
                    403,
                    "Exceeded the maximum number of allowed receivers" + " per partition in a consumer group which is "
                            + MAX_WITHOUT_EPOCH + ".");
        }
        if (reader.epoch() != null) {
            List<ConsumerLink> displaced = List.copyOf(present);
            present.clear();
            displaced.forEach(old -> old.detach(Refusal.stolen("New receiver with higher epoch of '" + reader.epoch()
                    + "' is created hence current receiver with epoch '" + old.epoch()
                    + "' is getting disconnected. If you are recreating the receiver, make sure a higher epoch is"
                    + " used.")));
        }
        present.add(reader);
        return null;
    }

    void leave(ConsumerLink reader) {
        List<ConsumerLink> present = readers.get(reader.path());
        if (present != null) {
            present.remove(reader);
        }
    }

    /** Delivers to every reader what it can take. */
    void pump() {
        readers.values().forEach(present -> present.forEach(ConsumerLink::pump));
    }

    /** How many read anything below this path. */
    int count(String path) {
        return readers.entrySet().stream()
                .filter(entry -> LinkAddress.covers(path, entry.getKey()))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
    }
}
