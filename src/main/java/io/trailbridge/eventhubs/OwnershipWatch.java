package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.fault.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the ownership rows of each load-balancing round for two conditions that the SDK does not see.
 *
 * <p>A partition may be owned by another instance while its receiving thread is blocked here: its claim is then ended
 * at once. A partition may be ours according to its row and not be read, because its link was lost. The SDK would leave
 * it until the ownership expires. It is shown as free instead and so is claimed again in this round. If that does not
 * help, a rebuild of the client is requested.
 *
 * <p>Threads: rounds run on the store's thread; the other methods may be called by any thread.
 */
final class OwnershipWatch {
    private static final Logger LOG = LoggerFactory.getLogger(OwnershipWatch.class);

    private final String owner;
    private final Predicate<String> claimed;
    private final Consumer<String> lost;
    private final Consumer<String> rebuild;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Long> unreadSince = new HashMap<>();
    private final Map<String, Long> lastShown = new HashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    OwnershipWatch(
            String owner,
            Predicate<String> claimed,
            Consumer<String> lost,
            Consumer<String> rebuild,
            Duration interval,
            LongSupplier nanoTime) {
        this.owner = owner;
        this.claimed = claimed;
        this.lost = lost;
        this.rebuild = rebuild;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Called when the SDK has given up reading the partition: there is no need to wait for it. */
    void readingEnded(String partition) {
        ended.add(partition);
    }

    void readingBegins(String partition) {
        ended.remove(partition);
    }

    /** Returns the rows as the balancer is to see them. */
    List<PartitionOwnership> look(List<PartitionOwnership> rows) {
        List<PartitionOwnership> shown = new ArrayList<>();
        for (PartitionOwnership row : rows) {
            String partition = row.getPartitionId();
            boolean mine = owner.equals(row.getOwnerId());
            boolean read = claimed.test(partition);
            if (!mine && read && row.getOwnerId() != null && !row.getOwnerId().isEmpty()) {
                LOG.info(
                        "partition lost to another instance partition={} owner={}",
                        partition,
                        OneLine.of(row.getOwnerId()));
                lost.accept(partition);
            }
            if (mine && !read) {
                long since = unreadSince.computeIfAbsent(partition, p -> nanoTime.getAsLong());
                long unread = nanoTime.getAsLong() - since;
                if (unread > 5 * intervalNanos) {
                    unreadSince.remove(partition);
                    rebuild.accept("partition " + partition + " is owned but not read");
                }
                // A partition that was claimed a moment ago is about to be read. It is shown as free at most once per
                // interval, because the greedy balancer claims free partitions again and again without a pause.
                boolean due = nanoTime.getAsLong() - lastShown.getOrDefault(partition, since) > intervalNanos;
                if (ended.remove(partition) || due) {
                    lastShown.put(partition, nanoTime.getAsLong());
                    row.setOwnerId("");
                }
            } else {
                unreadSince.remove(partition);
                lastShown.remove(partition);
            }
            shown.add(row);
        }
        return shown;
    }
}
