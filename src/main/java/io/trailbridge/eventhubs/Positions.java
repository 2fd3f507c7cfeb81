package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.trailbridge.eventhubs.PositionReport.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides where one client reads the partitions of its hub from.
 *
 * <p>Guarantees. Reading never continues from a checkpoint that is a position of another hub. A start position that
 * depends on when it is asked for, such as the end, is fixed when a partition is first seen: it is written as the
 * partition's checkpoint. So events that arrive after that are read, whenever the reading takes place. Instances that
 * do this together agree.
 *
 * <p>Threads: {@link #rows} and {@link #review} block on the store and are called by one thread; the other methods may
 * be called by any thread.
 */
final class Positions {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());
    /** The service's offset for the oldest event that it keeps. */
    private static final String BEFORE_ALL = "-1";

    private final HubAddress hub;
    private final PositionStore store;
    private final StartPosition start;
    private final Map<String, EventPosition> own;
    private final PositionRules rules;
    private final PositionReport report;
    private final Clock clock;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private volatile HubDescription described;

    /**
     * @param start where partitions without a checkpoint are read from
     * @param own   start positions of single partitions, which take precedence
     */
    Positions(
            HubAddress hub,
            CheckpointStore store,
            StartPosition start,
            Map<String, EventPosition> own,
            PositionRules rules,
            PositionReport report,
            Clock clock) {
        this.hub = hub;
        this.store = PositionStore.of(store);
        this.start = start;
        this.own = own;
        this.rules = rules;
        this.report = report;
        this.clock = clock;
    }

    /** Returns the checkpoints by partition. Must be called before the hub is asked: see {@link PositionCheck}. */
    Map<String, Checkpoint> rows() {
        return rows(store, hub);
    }

    static Map<String, Checkpoint> rows(CheckpointStore store, HubAddress hub) {
        return new TreeMap<>(store.listCheckpoints(hub.namespace(), hub.hub(), hub.consumerGroup())
                .collectMap(Checkpoint::getPartitionId)
                .block(LIMIT));
    }

    /**
     * The first call decides on each partition, before any is read; later calls check whether the decision still holds.
     *
     * @return why the client must be rebuilt; {@code null} when it may continue
     */
    String review(Map<String, Checkpoint> rows, HubDescription now) {
        boolean first = described == null;
        if (!first && !described.createdAt().equals(now.createdAt())) {
            return "the hub was recreated at " + now.createdAt();
        }
        String outdated = null;
        for (String partition : now.partitions().keySet()) {
            String reason = review(partition, rows.get(partition), now, first);
            outdated = outdated == null ? reason : outdated;
        }
        if (first) {
            if (rules.startPositionSet() && !rows.isEmpty()) {
                report.startPositionWithoutEffect(hub, start, rows.keySet());
            }
            settleStarts(rows, now);
        }
        described = now;
        return outdated;
    }

    private String review(String partition, Checkpoint row, HubDescription now, boolean first) {
        PositionCheck check =
                row == null ? PositionCheck.VALID : PositionCheck.of(row, now.createdAt(), now.ends(partition));
        boolean isHeld = held.contains(partition);
        if (!check.isOfAnotherHub()) {
            report.valid(hub, partition);
            return isHeld ? "the checkpoint of partition " + partition + " can be read on from" : null;
        }
        if (rules.onReplacedHub() == ReplacedHub.EARLIEST && (check.proven() || isHeld)) {
            report.ofAnotherHub(hub, row, check.evidence(), Outcome.FROM_EARLIEST);
            store.replaceCheckpoint(row, beginning(partition, now)).block(LIMIT);
            return first ? null : "the checkpoint of partition " + partition + " was of another hub";
        }
        report.ofAnotherHub(
                hub,
                row,
                check.evidence(),
                rules.onReplacedHub() == ReplacedHub.STOP ? Outcome.STOPPED : Outcome.ASKED_AGAIN);
        if (first) {
            held.add(partition);
        }
        return first || isHeld ? null : "the checkpoint of partition " + partition + " is of another hub";
    }

    /**
     * Writes the highest partition first: an instance that sees only some of the checkpoints then takes none of the
     * other partitions for one that appeared later.
     */
    private void settleStarts(Map<String, Checkpoint> rows, HubDescription now) {
        String highest = rows.keySet().stream().max(BY_NUMBER).orElse(null);
        now.partitions().keySet().stream()
                .filter(partition -> !rows.containsKey(partition))
                .sorted(BY_NUMBER.reversed())
                .forEach(partition -> {
                    boolean later = highest != null && BY_NUMBER.compare(partition, highest) > 0;
                    Checkpoint settled = settled(partition, later, now);
                    if (settled != null) {
                        store.createCheckpoint(settled).block(LIMIT);
                    }
                });
    }

    /**
     * Returns the checkpoint that fixes the start; {@code null} where the start position does not depend on when it is
     * asked for.
     */
    private Checkpoint settled(String partition, boolean later, HubDescription now) {
        PartitionEnds ends = now.ends(partition);
        EventPosition position = startOf(partition);
        if (position.equals(EventPosition.latest())) {
            return later ? beginning(partition, now) : end(partition, now);
        }
        Instant after = position.getEnqueuedDateTime();
        boolean reached = after != null && after.isBefore(clock.instant());
        return reached && (ends.last() < 0 || !ends.lastTime().isAfter(after)) ? end(partition, now) : null;
    }

    private Checkpoint beginning(String partition, HubDescription now) {
        return checkpoint(partition, now.createdAt())
                .setSequenceNumber(now.ends(partition).beginning() - 1)
                .setOffsetString(BEFORE_ALL);
    }

    private Checkpoint end(String partition, HubDescription now) {
        PartitionEnds ends = now.ends(partition);
        return checkpoint(partition, now.createdAt())
                .setSequenceNumber(ends.last())
                .setOffsetString(ends.lastOffset());
    }

    private Checkpoint checkpoint(String partition, Instant hubCreatedAt) {
        return new HubCheckpoint(hubCreatedAt, null)
                .setFullyQualifiedNamespace(hub.namespace())
                .setEventHubName(hub.hub())
                .setConsumerGroup(hub.consumerGroup())
                .setPartitionId(partition);
    }

    /** Returns whether the decision has been made; before that no partition may be read. */
    boolean isReviewed() {
        return described != null;
    }

    /** Returns whether the partition must not be read now. */
    boolean isHeld(String partition) {
        return held.contains(partition);
    }

    /** Returns where the SDK is to begin without a checkpoint. */
    EventPosition startOf(String partition) {
        return isHeld(partition) ? EventPosition.latest() : own.getOrDefault(partition, start.toEventPosition());
    }

    /** Returns a checkpoint of this hub. */
    Checkpoint checkpoint(String partition, Watermark watermark) {
        return checkpoint(partition, described.createdAt())
                .setSequenceNumber(watermark.sequence())
                .setOffsetString(watermark.offset());
    }

    /**
     * Returns how many events after the last one read have expired, according to the hub's last description, and were
     * not yet reported.
     */
    long expired(String partition, long read) {
        HubDescription last = described;
        return last == null || isHeld(partition) || !last.partitions().containsKey(partition)
                ? 0
                : report.expired(hub, partition, read, last.ends(partition).beginning());
    }

    void close() {
        report.closed(hub);
    }
}
