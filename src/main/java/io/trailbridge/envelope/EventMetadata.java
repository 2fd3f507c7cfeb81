package io.trailbridge.envelope;

import java.time.Instant;
import java.util.Map;

/**
 * Where an event was read, and what the broker knows about it: the {@code event_metadata} of its envelope.
 *
 * @param eventHub the hub's name
 * @param consumerGroup the consumer group that read it
 * @param partitionId the partition's id
 * @param sequenceNumber the event's number in its partition
 * @param offset the broker's opaque position of the event
 * @param enqueuedTime when the broker received the event
 * @param partitionKey the key it was published with, or null
 * @param properties the publisher's application properties
 * @param systemProperties the broker's own properties
 */
public record EventMetadata(
        String eventHub,
        String consumerGroup,
        String partitionId,
        Long sequenceNumber,
        String offset,
        Instant enqueuedTime,
        String partitionKey,
        Map<String, Object> properties,
        Map<String, Object> systemProperties) {}
