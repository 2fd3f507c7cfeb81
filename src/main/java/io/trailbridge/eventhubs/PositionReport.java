package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports, for all hubs of a component, positions from which reading cannot continue: checkpoints of another hub, and
 * expired events. Lives longer than clients and consumers, so that a lost event is reported once. May be called by any
 * thread.
 */
final class PositionReport {
    private static final Logger LOG = LoggerFactory.getLogger(PositionReport.class);

    /** What happens to a partition whose checkpoint is a position of another hub. */
    enum Outcome {
        STOPPED(
                "the partition is not read",
                "set trailbridge.eventhubs.onReplacedHub=earliest to read the present hub"
                        + " from its oldest event, or delete the row to begin at trailbridge.eventhubs.startPosition"),
        ASKED_AGAIN("the partition is not read until the hub confirms it", null),
        FROM_EARLIEST("the partition is read from its oldest event, by trailbridge.eventhubs.onReplacedHub", null);

        private final String text;
        private final String remedy;

        Outcome(String text, String remedy) {
            this.text = text;
            this.remedy = remedy;
        }
    }

    private record Partition(String hub, String id) {
        @Override
        public String toString() {
            return "hub " + hub + " partition " + id;
        }
    }

    private final Faults faults;

    @GuardedBy("this")
    private final Map<Partition, FaultSignal> stopped = new HashMap<>();

    @GuardedBy("this")
    private final Map<Partition, FaultSignal> details = new HashMap<>();

    @GuardedBy("this")
    private final Map<Partition, FaultSignal> expired = new HashMap<>();
    /** The sequence number of the last event known to be lost. */
    @GuardedBy("this")
    private final Map<Partition, Long> expiredTo = new HashMap<>();

    @GuardedBy("this")
    private final Set<String> started = new HashSet<>();

    PositionReport(Faults faults) {
        this.faults = faults;
    }

    /** Logs once per hub that the start position has no effect. */
    synchronized void startPositionWithoutEffect(HubAddress hub, StartPosition start, Set<String> partitions) {
        if (started.add(hub.toString())) {
            LOG.info(
                    "startPosition={} has no effect on partitions={}, which have checkpoints: to begin there, delete"
                            + " their rows or use another consumer group hub={}",
                    start,
                    partitions,
                    hub);
        }
    }

    /**
     * Reports a checkpoint of another hub. Must be repeated while this lasts. Health is down while the partition is
     * stopped.
     */
    synchronized void ofAnotherHub(HubAddress hub, Checkpoint row, String evidence, Outcome outcome) {
        Partition partition = new Partition(hub.toString(), row.getPartitionId());
        expiredTo.remove(partition);
        FaultSignal signal = outcome == Outcome.STOPPED
                ? stopped.computeIfAbsent(partition, p -> faults.signal(p.toString(), Duration.ZERO))
                : details.computeIfAbsent(partition, p -> faults.detail(p.toString()));
        signal.raise(
                FaultCode.HUB_REPLACED,
                "the checkpoint is a position of another hub: sequence "
                        + row.getSequenceNumber() + " in row pk="
                        + HubCheckpoint.partitionKey(hub.namespace(), hub.hub(), hub.consumerGroup()) + " sk="
                        + HubCheckpoint.KIND + "#" + row.getPartitionId() + ", but " + evidence + "; " + outcome.text,
                outcome.remedy);
    }

    /** Called when the partition's checkpoint is of the present hub, or when there is none. */
    synchronized void valid(HubAddress hub, String id) {
        Partition partition = new Partition(hub.toString(), id);
        if (stopped.containsKey(partition)) {
            stopped.get(partition).clear();
        }
        if (details.containsKey(partition)) {
            details.get(partition).clear();
        }
    }

    /**
     * Reports that retention removed the events after {@code read} and before {@code beginning}. Returns how many of
     * them were not known before. The fault stays in health, because lost events stay lost.
     */
    synchronized long expired(HubAddress hub, String id, long read, long beginning) {
        Partition partition = new Partition(hub.toString(), id);
        long known = Math.max(read, expiredTo.getOrDefault(partition, Long.MIN_VALUE));
        long lost = beginning - 1 - known;
        if (lost <= 0) {
            return 0;
        }
        expiredTo.put(partition, beginning - 1);
        expired.computeIfAbsent(partition, p -> faults.detail(p.toString()))
                .raise(
                        FaultCode.EVENTS_EXPIRED,
                        "the hub's retention removed events that were never read: sequence " + (known + 1) + " to "
                                + (beginning - 1) + ", " + lost + " in all",
                        "none for these events; raise the hub's retention above the longest time that reading may stop");
        return lost;
    }

    /** Ends the faults about the checkpoints of a hub that is no longer read, without a log line. */
    synchronized void closed(HubAddress hub) {
        close(stopped, hub);
        close(details, hub);
    }

    private static void close(Map<Partition, FaultSignal> signals, HubAddress hub) {
        signals.entrySet().removeIf(signal -> {
            boolean over = signal.getKey().hub().equals(hub.toString());
            if (over) {
                signal.getValue().close();
            }
            return over;
        });
    }
}
