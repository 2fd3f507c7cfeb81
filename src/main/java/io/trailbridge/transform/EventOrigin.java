package io.trailbridge.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.TimeText;
import java.time.Instant;

/**
 * Where an event came from. Anything but the index may be null when it is not known.
 *
 * @param enqueuedTime when Event Hubs took the message; stands in for the time of an event that carries none
 * @param index the event's place within its message, from 0
 */
public record EventOrigin(
        String eventHub, String partitionId, Long sequenceNumber, Instant enqueuedTime, int index) {

    /** An event of which only the content is known. */
    public static final EventOrigin NOWHERE = new EventOrigin(null, null, null, null, 0);

    public EventOrigin at(int place) {
        return place == index ? this : new EventOrigin(eventHub, partitionId, sequenceNumber, enqueuedTime, place);
    }

    /** As mappings see it: what is known, the index only within a message of several events. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (eventHub != null) {
            json.put("eventHub", eventHub);
        }
        if (partitionId != null) {
            json.put("partitionId", partitionId);
        }
        if (sequenceNumber != null) {
            json.put("sequenceNumber", sequenceNumber);
        }
        if (enqueuedTime != null) {
            json.put("enqueuedTime", TimeText.of(enqueuedTime));
        }
        if (index > 0) {
            json.put("index", index);
        }
        return json;
    }
}
