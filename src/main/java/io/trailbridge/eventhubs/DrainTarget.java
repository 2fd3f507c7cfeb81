package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The end that a hub had when {@link Backlog#snapshot} was taken. A partition is done when its checkpoint names its
 * last event at that time or a later one. A partition that was empty, or whose events all lie before the start
 * position, is done at once. A partition that can never be done, because its checkpoint is of another hub or its events
 * have expired meanwhile, is given up with a reason.
 *
 * <p>For use by one thread. Calls block on the store and, while something remains, now and then on the hub.
 */
public final class DrainTarget {
    private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();

    /**
     * The values that a target was set by, and the means to observe its progress.
     *
     * @param createdAt when the hub was created
     * @param lasts     the sequence number to reach, by partition
     * @param others    checkpoints that are positions of another hub, by partition; they do not count as progress
     * @param givenUp   the reason why a partition cannot be done, by partition
     * @param hub       asks the hub again
     * @param inFlight  the number of events of a partition that are read and not settled
     */
    record Goal(
            Instant createdAt,
            Map<String, Long> lasts,
            Map<String, Checkpoint> others,
            Map<String, String> givenUp,
            Supplier<HubDescription> hub,
            ToIntFunction<String> inFlight) {}

    private final HubAddress connection;
    private final CheckpointStore store;
    private final Goal goal;
    private final LongSupplier nanoTime;
    private final Map<String, String> givenUp;
    private Map<String, String> suspected = Map.of();
    private long lastLook;

    DrainTarget(HubAddress connection, CheckpointStore store, Goal goal, LongSupplier nanoTime) {
        this.connection = connection;
        this.store = store;
        this.goal = goal;
        this.nanoTime = nanoTime;
        this.givenUp = new TreeMap<>(goal.givenUp());
        this.lastLook = nanoTime.getAsLong();
    }

    /** Returns the sequence number to reach, by partition; contains only partitions that have something to read. */
    public Map<String, Long> goal() {
        return goal.lasts();
    }

    /** Returns whether every partition is done or given up. */
    public boolean reached() {
        Map<String, Long> remaining = remaining();
        remaining.keySet().removeAll(givenUp.keySet());
        if (!remaining.isEmpty() && nanoTime.getAsLong() - lastLook >= LOOK_NANOS) {
            lastLook = nanoTime.getAsLong();
            look(remaining);
            remaining.keySet().removeAll(givenUp.keySet());
        }
        return remaining.isEmpty();
    }

    /**
     * Returns why partitions were given up, one line each; empty when all that was in the hub is done or still to be
     * done.
     */
    public List<String> failures() {
        return givenUp.entrySet().stream()
                .map(partition ->
                        "hub " + connection + " partition " + partition.getKey() + ": " + partition.getValue())
                .toList();
    }

    /**
     * Returns the number of events left, by partition that is not done; -1 where there is no checkpoint to count from.
     */
    public Map<String, Long> remaining() {
        Map<String, Long> remaining = new TreeMap<>();
        if (goal.lasts().isEmpty()) {
            return remaining;
        }
        Map<String, Checkpoint> rows = Positions.rows(store, connection);
        goal.lasts().forEach((partition, last) -> {
            Long done = done(partition, rows.get(partition));
            if (done == null || done < 0) {
                remaining.put(partition, -1L);
            } else if (done < last) {
                remaining.put(partition, last - done);
            }
        });
        return remaining;
    }

    private Long done(String partition, Checkpoint row) {
        if (row == null) {
            return null;
        }
        Instant rowsHub = HubCheckpoint.hubCreatedAt(row);
        Checkpoint other = goal.others().get(partition);
        boolean unchanged = other != null
                && Objects.equals(other.getSequenceNumber(), row.getSequenceNumber())
                && Objects.equals(HubCheckpoint.hubCreatedAt(other), rowsHub);
        return unchanged || rowsHub != null && !rowsHub.equals(goal.createdAt()) ? null : row.getSequenceNumber();
    }

    /**
     * Gives up a partition when it finds the same reason twice in a row: events that were read ahead may enter the
     * route only a moment later.
     */
    private void look(Map<String, Long> remaining) {
        HubDescription now = goal.hub().get();
        Map<String, String> seen = new HashMap<>();
        for (String partition : remaining.keySet()) {
            String reason = unreachable(partition, now);
            if (reason != null) {
                seen.put(partition, reason);
            }
            if (reason != null && reason.equals(suspected.get(partition))) {
                givenUp.put(partition, reason);
            }
        }
        suspected = seen;
    }

    private String unreachable(String partition, HubDescription now) {
        if (!now.createdAt().equals(goal.createdAt()) || !now.partitions().containsKey(partition)) {
            return "the hub was recreated at " + now.createdAt() + ", while it was drained";
        }
        long last = goal.lasts().get(partition);
        return now.ends(partition).beginning() > last && goal.inFlight().applyAsInt(partition) == 0
                ? "the hub's retention removed events up to sequence " + last + " before they were read"
                : null;
    }
}
