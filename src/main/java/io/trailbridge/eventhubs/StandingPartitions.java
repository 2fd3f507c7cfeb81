package io.trailbridge.eventhubs;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long partitions have stood still: events follow, and the position does not move, whatever the cause. A partition
 * that is lost and claimed again and again, as where its next event cannot be read, stands all the while: one that is
 * not looked at keeps its time until another instance owns it. Times are the monotonic clock's. Safe for use by any
 * thread.
 */
final class StandingPartitions {
    /**
     * @param position the sequence number before which nothing is left to do, or {@code null}
     * @param lag      how many events follow it
     */
    record Standing(String partition, Long position, long lag, Duration age) {
    }

    private record Since(Long position, long lag, long nanos) {
    }

    private final Map<String, Since> standing = new TreeMap<>();

    /** What the partitions that are owned do now. Where the lag is not known, nothing is said of the partition. */
    synchronized void look(Collection<PartitionStatus> owned, long now) {
        for (PartitionStatus one : owned) {
            Since before = standing.get(one.partition());
            if (one.lagEvents() == null || one.lagEvents() == 0) {
                standing.remove(one.partition());
            } else {
                boolean stands = before != null && Objects.equals(before.position(), one.position());
                standing.put(one.partition(),
                    new Since(one.position(), one.lagEvents(), stands ? before.nanos() : now));
            }
        }
    }

    /** What is not this instance's to read. */
    synchronized void forget(Collection<String> partitions) {
        standing.keySet().removeAll(partitions);
    }

    synchronized void forgetAll() {
        standing.clear();
    }

    /** The partition that has stood for the longest, if that is longer than the limit. */
    synchronized Optional<Standing> longest(Duration limit, long now) {
        return standing.entrySet().stream().map(entry -> new Standing(entry.getKey(), entry.getValue().position(),
                entry.getValue().lag(), Duration.ofNanos(now - entry.getValue().nanos())))
            .filter(one -> one.age().compareTo(limit) > 0).max(Comparator.comparing(Standing::age));
    }
}
