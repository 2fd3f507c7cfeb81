package io.trailbridge.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What became of one event of a message: either the target's form of it, as tree and as the JSON text to send, or the
 * reason why there is none.
 *
 * @param index the event's place within its message, from 0
 * @param document the mapped event, null when it failed; not to be changed, {@code json} is its text
 * @param json the mapped event as JSON text, null when it failed
 * @param failure why the event could not be mapped, null when it was
 */
public record MappedEvent(EventKind kind, int index, ObjectNode document, String json, MappingException failure) {

    public boolean failed() {
        return failure != null;
    }
}
