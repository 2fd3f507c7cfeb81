package io.trailbridge.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The result of mapping one event of a message: either the event in the target's form, as a tree and as the JSON string
 * to send, or the reason why it could not be mapped.
 *
 * @param index the event's position within its message, from 0
 * @param document the mapped event, null if mapping failed; must not be changed, {@code json} is its JSON
 * @param json the mapped event as a JSON string, null if mapping failed
 * @param failure why the event could not be mapped, null if it was mapped
 */
public record MappedEvent(EventKind kind, int index, ObjectNode document, String json, MappingException failure) {

    public boolean failed() {
        return failure != null;
    }
}
