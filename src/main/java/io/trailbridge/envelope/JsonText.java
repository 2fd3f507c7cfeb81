package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How Trailbridge reads JSON that others wrote: strictly, and within bounds, so that no message can exhaust memory or
 * the stack. Nesting is bounded to {@value #MAX_DEPTH} levels, with one more for an event in its envelope, a string to
 * {@value #MAX_STRING} characters and a number to {@value #MAX_NUMBER} digits; text beyond them does not count as JSON
 * and is carried as raw data instead. Numbers keep their precision. Thread-safe.
 */
public final class JsonText {
    static final int MAX_DEPTH = 200;
    static final int MAX_STRING = 4_000_000;
    static final int MAX_NUMBER = 400;

    /** Reads and writes within these bounds. Shared and thread-safe: do not reconfigure it. */
    public static final ObjectMapper MAPPER = mapper(MAX_DEPTH);

    /** An envelope is one level deeper than the event that it holds. */
    private static final ObjectMapper ENVELOPES = mapper(MAX_DEPTH + 1);

    private JsonText() {}

    private static ObjectMapper mapper(int depth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxStringLength(MAX_STRING)
                                .maxNumberLength(MAX_NUMBER)
                                .build())
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }

    /** The same as {@link #parse(String)} of the text of an envelope, whose event may be as deep as any. */
    static Optional<JsonNode> parseEnvelope(String text) {
        return parse(text, ENVELOPES);
    }

    /** The text of these bytes, or empty where they are not UTF-8. A byte order mark is dropped. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Whether the text is exactly one JSON value within the bounds. Reads it without building a tree. */
    static boolean isJson(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (JsonProcessingException notJson) {
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The one JSON value that these bytes are, or empty where they are not UTF-8, not JSON or beyond the bounds. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        return utf8(bytes).flatMap(JsonText::parse);
    }

    /** The one JSON value that this text is, or empty where it is not JSON or beyond the bounds. */
    public static Optional<JsonNode> parse(String text) {
        return parse(text, MAPPER);
    }

    private static Optional<JsonNode> parse(String text, ObjectMapper mapper) {
        try {
            JsonNode node = mapper.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
