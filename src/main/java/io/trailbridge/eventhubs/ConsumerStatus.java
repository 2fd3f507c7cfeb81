package io.trailbridge.eventhubs;

import java.time.Instant;
import java.util.List;

/**
 * A snapshot of what a consumer does now. Its faults report what is wrong.
 *
 * @param routeId            the route it feeds
 * @param hub                namespace, hub and consumer group, without secrets; its endpoint before the first client
 * @param running            whether it is started, and neither suspended nor stopping
 * @param connected          whether anything was received from the hub after the last failure to reach it
 * @param startedAt          when the present client was started; {@code null} while there is none
 * @param lastLoadBalancing  when ownership rows were last read; {@code null} before the first time
 * @param partitions         the partitions owned by this instance
 * @param lastError          the last failure of connection, credentials or load balancing; {@code null} if there was
 *                           none
 * @param lastErrorAt        when it occurred
 */
public record ConsumerStatus(
        String routeId,
        String hub,
        boolean running,
        boolean connected,
        Instant startedAt,
        Instant lastLoadBalancing,
        List<PartitionStatus> partitions,
        String lastError,
        Instant lastErrorAt) {}
