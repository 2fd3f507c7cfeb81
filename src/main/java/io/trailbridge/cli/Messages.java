package io.trailbridge.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.fault.OneLine;
import io.trailbridge.transform.EventOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Reads messages in the forms that users have: events as they were published, envelopes as they are in the queue,
 * arrays of either, one after the other or one per line. Holds one JSON value at a time.
 */
final class Messages {
    private static final ObjectReader VALUES =
            JsonText.LISTS.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Receives the messages. Lines are counted from 1. */
    interface Receiver {
        void message(int line, JsonNode message, EventOrigin origin) throws IOException;

        void unreadable(int line, String path, String reason);
    }

    private final Instant enqueuedTime;
    private final Receiver receiver;

    /** @param enqueuedTime the enqueued time of messages without one; may be null */
    Messages(Instant enqueuedTime, Receiver receiver) {
        this.enqueuedTime = enqueuedTime;
        this.receiver = receiver;
    }

    /** Reads the stream. Returns whether there was anything to read. */
    boolean read(InputStream in) throws IOException {
        JsonFrames frames = new JsonFrames(in);
        boolean any = false;
        for (JsonFrames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
            any = true;
            if (frame.fault() != null) {
                receiver.unreadable(frame.line(), "$", "not JSON: " + frame.fault());
            } else {
                values(frame);
            }
        }
        return any;
    }

    private void values(JsonFrames.Frame frame) throws IOException {
        // Decoded first: from bytes, the parser would guess the encoding.
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame.json()))
                    .toString();
        } catch (CharacterCodingException wrong) {
            receiver.unreadable(frame.line(), "$", "not JSON: the text is not UTF-8");
            return;
        }
        try (JsonParser parser = JsonText.LISTS.createParser(text)) {
            while (true) {
                JsonNode value;
                try {
                    if (parser.nextToken() == null) {
                        return;
                    }
                    value = VALUES.readTree(parser);
                } catch (IOException | RuntimeException | StackOverflowError broken) {
                    receiver.unreadable(frame.line(), "$", "not JSON: " + reason(frame, broken));
                    return;
                }
                value(frame.line(), value);
            }
        }
    }

    private void value(int line, JsonNode value) throws IOException {
        boolean envelopes = false;
        for (JsonNode element : value) {
            envelopes |= value.isArray() && Envelope.isEnvelope(element);
        }
        if (!envelopes) {
            message(line, "$", value);
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            message(line, "$[" + i + "]", value.get(i));
        }
    }

    private void message(int line, String path, JsonNode value) throws IOException {
        if (!Envelope.isEnvelope(value)) {
            receiver.message(line, value, new EventOrigin(null, null, null, enqueuedTime, 0));
            return;
        }
        Envelope envelope;
        try {
            envelope = Envelope.of(value);
        } catch (InvalidEnvelopeException wrong) {
            receiver.unreadable(line, path, wrong.getMessage());
            return;
        }
        Instant enqueued = envelope.enqueuedTime() == null ? enqueuedTime : envelope.enqueuedTime();
        receiver.message(
                line,
                envelope.event(),
                new EventOrigin(envelope.eventHub(), envelope.partitionId(), envelope.sequenceNumber(), enqueued, 0));
    }

    private static String reason(JsonFrames.Frame frame, Throwable broken) {
        if (broken instanceof JsonProcessingException json && json.getLocation() != null) {
            int line = frame.line() + json.getLocation().getLineNr() - 1;
            return "line " + line + ", column " + json.getLocation().getColumnNr() + ": "
                    + OneLine.joined(withoutSwitches(json.getOriginalMessage()));
        }
        String message = broken.getMessage() == null ? broken.toString() : broken.getMessage();
        return OneLine.joined(withoutSwitches(message));
    }

    /** Returns the parser's message without the parser options that it names, because our users cannot set them. */
    private static String withoutSwitches(String message) {
        return message.replaceAll(",? from `[^`]*`|: enable `[^`]*` to allow", "");
    }
}
