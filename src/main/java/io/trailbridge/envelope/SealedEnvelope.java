package io.trailbridge.envelope;

/**
 * An envelope that a message can carry as it is: uncompressed, and with no character that a queue refuses. The step
 * that makes it keeps it as the exchange property {@value #PROPERTY}, so that whoever sends the body knows, while the
 * body is still this text, that it is an envelope, and need not examine it again.
 *
 * @param text the envelope: the text of a JSON object
 * @param bytes its length in UTF-8
 */
public record SealedEnvelope(String text, int bytes) {
    /** The exchange property that holds it. */
    public static final String PROPERTY = "TrailbridgeSealedEnvelope";
}
