package io.trailbridge.eventhubs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a consumer does now; a snapshot.
 *
 * @param routeId            the route it feeds
 * @param hub                namespace, hub and consumer group, without secrets; before the first client, its endpoint
 * @param running            started, and neither suspended nor stopping
 * @param connected          the hub was heard from after the last failure to reach it
 * @param startedAt          when the present client was started; {@code null} while there is none
 * @param lastLoadBalancing  when ownership rows were last read; {@code null} before the first time
 * @param partitions         the partitions owned by this instance
 * @param lastError          the last failure of connection, credentials or load balancing; {@code null} when none was
 * @param lastErrorAt        when
 * @param settings           the limits that {@link #problems} holds the rest against
 */
public record ConsumerStatus(String routeId, String hub, boolean running, boolean connected, Instant startedAt,
    Instant lastLoadBalancing, List<PartitionStatus> partitions, String lastError, Instant lastErrorAt,
    EventHubsSettings settings) {

    /** What is beyond its limit, one line each, naming the thing and the cause; empty when the consumer is healthy. */
    public List<String> problems(Instant now) {
        List<String> problems = new ArrayList<>();
        if (!running) {
            return problems;
        }
        Instant balanced = lastLoadBalancing != null ? lastLoadBalancing : startedAt;
        if (balanced == null && lastError != null) {
            problems.add("no client for hub " + hub + because());
        } else if (balanced != null && longer(balanced, now, settings.maxWithoutLoadBalancing())) {
            problems.add("no load balancing since " + balanced + " on hub " + hub + because());
        }
        for (PartitionStatus partition : partitions) {
            if (partition.oldestUnsettledAge() != null
                && partition.oldestUnsettledAge().compareTo(settings.maxUnsettledAge()) > 0) {
                problems.add("partition " + partition.partition() + ": event " + partition.oldestUnsettled()
                    + " is unsettled since " + partition.oldestUnsettledAge().toSeconds() + " s");
            }
            if (partition.checkpointFailingSince() != null
                && longer(partition.checkpointFailingSince(), now, settings.maxCheckpointNotWritable())) {
                problems.add("partition " + partition.partition() + ": checkpoint not writable since "
                    + partition.checkpointFailingSince() + ": " + partition.checkpointFailure());
            }
        }
        return problems;
    }

    private String because() {
        return lastError == null ? "" : ": " + lastError;
    }

    private static boolean longer(Instant since, Instant now, Duration limit) {
        return Duration.between(since, now).compareTo(limit) > 0;
    }
}
