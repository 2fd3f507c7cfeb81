package io.trailbridge.envelope;

import io.trailbridge.encoding.Utf8;

/**
 * The text of an envelope. The step that makes it keeps it as the exchange property {@value #PROPERTY} when it can be
 * sent as it is: whoever sends the body knows by it, while the body is still this text, that it is an envelope, and need
 * not examine it again.
 *
 * @param text the envelope: the text of a JSON object
 * @param bytes its length in UTF-8
 * @param allowed whether a queue accepts all of its characters
 */
public record SealedEnvelope(String text, int bytes, boolean allowed) {
    /** The exchange property that holds it. */
    public static final String PROPERTY = "TrailbridgeSealedEnvelope";

    static SealedEnvelope of(String text) {
        return new SealedEnvelope(text, Utf8.length(text), QueueText.isAllowed(text));
    }
}
