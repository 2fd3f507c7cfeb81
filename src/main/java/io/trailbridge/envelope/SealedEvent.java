package io.trailbridge.envelope;

import io.trailbridge.encoding.Utf8;

/**
 * The text of an envelope.
 *
 * @param text the envelope as JSON
 * @param bytes its length in UTF-8
 * @param allowed whether a queue accepts all of its characters
 */
public record SealedEvent(String text, int bytes, boolean allowed) {
    static SealedEvent of(String text) {
        return new SealedEvent(text, Utf8.length(text), QueueText.isAllowed(text));
    }
}
