package io.trailbridge.eventhubs;

import java.time.Instant;
import java.util.List;

/**
 * What a consumer does now; a snapshot. What is wrong is said by its faults.
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
 */
public record ConsumerStatus(String routeId, String hub, boolean running, boolean connected, Instant startedAt,
    Instant lastLoadBalancing, List<PartitionStatus> partitions, String lastError, Instant lastErrorAt) {
}
