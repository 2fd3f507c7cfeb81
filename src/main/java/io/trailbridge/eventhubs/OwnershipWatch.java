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
 * Looks at the ownership rows of each load-balancing round for what the SDK does not see.
 *
 * <p>A partition that another instance owns while its receiving thread is blocked here: its claim is ended at once.
 * A partition that is ours by its row and not read, because its link was lost: the SDK would leave it until the
 * ownership expires; it is shown as free instead, and so is taken up again in this round. If that does not help, the
 * client itself is to be rebuilt.
 *
 * <p>Threads: rounds are on that of the store, the rest on any.
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

    OwnershipWatch(String owner, Predicate<String> claimed, Consumer<String> lost, Consumer<String> rebuild,
        Duration interval, LongSupplier nanoTime) {
        this.owner = owner;
        this.claimed = claimed;
        this.lost = lost;
        this.rebuild = rebuild;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The SDK has given up reading the partition: nothing needs to be waited for. */
    void readingEnded(String partition) {
        ended.add(partition);
    }

    void readingBegins(String partition) {
        ended.remove(partition);
    }

    /** The rows as the balancer is to see them. */
    List<PartitionOwnership> look(List<PartitionOwnership> rows) {
        List<PartitionOwnership> shown = new ArrayList<>();
        for (PartitionOwnership row : rows) {
            String partition = row.getPartitionId();
            boolean mine = owner.equals(row.getOwnerId());
            boolean read = claimed.test(partition);
            if (!mine && read && row.getOwnerId() != null && !row.getOwnerId().isEmpty()) {
                LOG.info("partition lost to another instance partition={} owner={}", partition,
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
                // One that was claimed a moment ago is about to be read. And at most once an interval: the greedy
                // balancer claims what is free again and again without a pause.
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
