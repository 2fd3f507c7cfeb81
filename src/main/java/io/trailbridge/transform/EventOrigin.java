package io.trailbridge.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.encoding.TimeText;
import java.time.Instant;

/**
 * Where an event came from. Anything but the index may be null if it is not known.
 *
 * @param enqueuedTime when Event Hubs accepted the message; used as the time of an event that has none
 * @param index the event's position within its message, from 0
 */
public record EventOrigin(String eventHub, String partitionId, Long sequenceNumber, Instant enqueuedTime, int index) {

    /** The origin of an event of which only the content is known. */
    public static final EventOrigin NOWHERE = new EventOrigin(null, null, null, null, 0);

    public EventOrigin at(int place) {
        return place == index ? this : new EventOrigin(eventHub, partitionId, sequenceNumber, enqueuedTime, place);
    }

    /** Returns the form that mappings see: the known values, and the index only if it is not 0. */
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
