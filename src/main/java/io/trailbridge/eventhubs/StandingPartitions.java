package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures how long partitions have made no progress: events follow, and the position does not move, whatever the
 * cause. This includes a partition that is lost and claimed again and again, for example because its next event cannot
 * be read: a partition that is not checked keeps its time until another instance owns it. Times are those of
 * the monotonic clock. Safe for use by any thread.
 */
final class StandingPartitions {
    /**
     * @param position the sequence number before which nothing is left to do, or {@code null}
     * @param lag      the number of events that follow it
     */
    record Standing(String partition, Long position, long lag, Duration age) {}

    private record Since(Long position, long lag, long nanos) {}

    @GuardedBy("this")
    private final Map<String, Since> standing = new TreeMap<>();

    /**
     * Updates the state of the owned partitions. A partition whose lag is not known does not count as standing still.
     */
    synchronized void look(Collection<PartitionStatus> owned, long now) {
        for (PartitionStatus one : owned) {
            Since before = standing.get(one.partition());
            if (one.lagEvents() == null || one.lagEvents() == 0) {
                standing.remove(one.partition());
            } else {
                boolean stands = before != null && Objects.equals(before.position(), one.position());
                standing.put(
                        one.partition(), new Since(one.position(), one.lagEvents(), stands ? before.nanos() : now));
            }
        }
    }

    /** Forgets partitions that this instance need not read. */
    synchronized void forget(Collection<String> partitions) {
        standing.keySet().removeAll(partitions);
    }

    synchronized void forgetAll() {
        standing.clear();
    }

    /** Returns the partition that has stood still for the longest time, if that is longer than the limit. */
    synchronized Optional<Standing> longest(Duration limit, long now) {
        return standing.entrySet().stream()
                .map(entry -> new Standing(
                        entry.getKey(),
                        entry.getValue().position(),
                        entry.getValue().lag(),
                        Duration.ofNanos(now - entry.getValue().nanos())))
                .filter(one -> one.age().compareTo(limit) > 0)
                .max(Comparator.comparing(Standing::age));
    }
}
