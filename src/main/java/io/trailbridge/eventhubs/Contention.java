package io.trailbridge.eventhubs;

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
 * Tells a second installation on the same consumer group from ordinary load balancing. Who shares our table writes the
 * row of a partition first and opens its link then. A link that was taken while the row still is ours was taken by a
 * reader that knows nothing of the table. Once may be somebody who looks at the hub with another tool; the second time,
 * of one partition within the window, is a fault.
 *
 * <p>Threads: rounds one after the other, the rest on any.
 */
final class Contention {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final FaultSignal signal;
    private final LongSupplier nanoTime;
    /** Taken since the present round began: its rows may be older than the takeover. */
    private final Set<String> taken = new HashSet<>();
    private final Set<String> judged = new HashSet<>();
    private final Map<String, Deque<Long>> takeovers = new TreeMap<>();

    Contention(FaultSignal signal, LongSupplier nanoTime) {
        this.signal = signal;
        this.nanoTime = nanoTime;
    }

    /** Another reader has taken the link of a partition that is read here. */
    synchronized void taken(String partition) {
        taken.add(partition);
    }

    /** The rows of the table will be read now. */
    synchronized void roundBegins() {
        judged.addAll(taken);
        taken.clear();
    }

    /** @param ours the partitions that are ours by their rows, as read in this round */
    synchronized void rows(Collection<String> ours) {
        long now = nanoTime.getAsLong();
        judged.stream().filter(ours::contains)
            .forEach(partition -> takeovers.computeIfAbsent(partition, p -> new ArrayDeque<>()).addLast(now));
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
            signal.raise(FaultCode.PARTITION_CONTENDED, "readers that do not use this checkpoint table take partitions"
                + " from this instance, each event may be delivered by both; takeovers in " + WINDOW.toMinutes()
                + " min by partition " + again, "give each installation a consumer group of its own; instances of"
                + " one installation share one checkpoint table (trailbridge.checkpoint.table) and use no cursor mode");
        }
    }

    void close() {
        signal.close();
    }
}
