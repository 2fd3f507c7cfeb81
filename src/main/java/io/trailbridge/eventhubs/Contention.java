package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Distinguishes a second installation on the same consumer group from ordinary load balancing. An instance that shares
 * our table first writes the row of a partition and then opens its link. So a link that is taken while the row is still
 * ours was taken by a reader that does not use the table. A single takeover may come from somebody who looks at the hub
 * with another tool. A second takeover of the same partition within the window is a fault.
 *
 * <p>Threads: rounds run one after the other; the other methods may be called by any thread.
 */
final class Contention {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final FaultSignal signal;
    private final LongSupplier nanoTime;
    /** Partitions that were taken since the present round began; its rows may be older than the takeover. */
    @GuardedBy("this")
    private final Set<String> taken = new HashSet<>();

    @GuardedBy("this")
    private final Set<String> judged = new HashSet<>();

    @GuardedBy("this")
    private final Map<String, Deque<Long>> takeovers = new TreeMap<>();

    Contention(FaultSignal signal, LongSupplier nanoTime) {
        this.signal = signal;
        this.nanoTime = nanoTime;
    }

    /** Called when another reader has taken the link of a partition that is read here. */
    synchronized void taken(String partition) {
        taken.add(partition);
    }

    /** Called just before the rows of the table are read. */
    synchronized void roundBegins() {
        judged.addAll(taken);
        taken.clear();
    }

    /** @param ours the partitions that are ours according to their rows, as read in this round */
    synchronized void rows(Collection<String> ours) {
        long now = nanoTime.getAsLong();
        for (String partition : judged) {
            if (ours.contains(partition)) {
                takeovers.computeIfAbsent(partition, p -> new ArrayDeque<>()).addLast(now);
            }
        }
        judged.clear();
        takeovers.values().forEach(times -> {
            while (!times.isEmpty() && now - times.peekFirst() > WINDOW.toNanos()) {
                times.removeFirst();
            }
        });
        takeovers.values().removeIf(Deque::isEmpty);
        Map<String, Integer> again = new TreeMap<>();
        takeovers.forEach((partition, times) -> {
            if (times.size() > 1) {
                again.put(partition, times.size());
            }
        });
        if (again.isEmpty()) {
            signal.clear();
        } else {
            signal.raise(
                    FaultCode.PARTITION_CONTENDED,
                    "readers that do not use this checkpoint table take partitions"
                            + " from this instance, each event may be delivered by both; takeovers in "
                            + WINDOW.toMinutes()
                            + " min by partition " + again,
                    "give each installation its own consumer group; instances of"
                            + " one installation share one checkpoint table (trailbridge.checkpoint.table) and use no cursor mode");
        }
    }

    void close() {
        signal.close();
    }
}
