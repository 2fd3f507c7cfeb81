package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How Trailbridge reads JSON that others wrote: strictly, and within bounds, so that no message can exhaust memory or
 * the stack. Nesting is bounded to {@value #MAX_DEPTH} levels, with one more for an event in its envelope, a string to
 * {@value #MAX_STRING} characters, a number to {@value #MAX_NUMBER} digits and an event to {@value #MAX_TOKENS} tokens;
 * text beyond them does not count as JSON and is carried as raw data instead. An envelope may have twice as many tokens:
 * those of its event, and its own. Numbers keep their precision. What one text says leaves nothing behind for the next.
 * Thread-safe.
 */
public final class JsonText {
    static final int MAX_DEPTH = 200;
    static final int MAX_STRING = 4_000_000;
    static final int MAX_NUMBER = 400;
    /** Some 250 bytes of heap each, at worst. */
    static final int MAX_TOKENS = 500_000;

    private static final ObjectMapper EVENTS = mapper(MAX_DEPTH, MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /** Reads and writes within the bounds of an envelope's size. Shared and thread-safe: do not reconfigure it. */
    public static final ObjectMapper MAPPER = mapper(MAX_DEPTH, 2 * MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /** An envelope is one level deeper than the event that it holds. */
    private static final ObjectMapper ENVELOPES = mapper(MAX_DEPTH + 1, 2 * MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /** The same without a bound of the whole, for who has one of his own: a list may be longer than any message. */
    public static final ObjectMapper LISTS = mapper(MAX_DEPTH, -1, -1);

    private JsonText() {}

    /**
     * A factory for text that others wrote. It keeps no table of names, as Jackson's factories do by default: the table
     * is shared by all texts, so that names made to collide in it make others unreadable, and it never forgets one.
     */
    public static JsonFactoryBuilder foreign() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }

    /** @param tokens at most, as characters; -1 for no bound */
    private static ObjectMapper mapper(int depth, long tokens, long characters) {
        return JsonMapper.builder(foreign()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxStringLength(MAX_STRING)
                                .maxNumberLength(MAX_NUMBER)
                                .maxTokenCount(tokens)
                                .maxDocumentLength(characters)
                                .build())
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }

    /** The same as {@link #parse(String)} of the text of an envelope, whose event may be as deep as any. */
    static Optional<JsonNode> parseEnvelope(String text) {
        return parse(ENVELOPES, text);
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

    /** Reads JSON that others wrote. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * What the reading of a foreign text yields, or empty where it fails, in whatever way: then the text is not JSON.
     * The library says so by more than its own exceptions, of a number whose exponent is beyond all bounds for example.
     */
    public static <T> Optional<T> read(Reading<T> reading) {
        try {
            return Optional.ofNullable(reading.read());
        } catch (IOException | RuntimeException | StackOverflowError notJson) {
            return Optional.empty();
        }
    }

    /**
     * Whether the text is exactly one JSON value within the bounds of an event: one that {@link #parse} reads. Reads it
     * without building a tree.
     */
    static boolean isJson(String text) {
        return read(() -> {
            try (JsonParser parser = EVENTS.createParser(text)) {
                return isOneValue(parser);
            }
        }).orElse(false);
    }

    /** Numbers are read, too: the parser finds their digits right where their value is not. */
    private static boolean isOneValue(JsonParser parser) throws IOException {
        int open = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                parser.getDecimalValue();
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                parser.getNumberValue();
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (open == 0) {
                return parser.nextToken() == null;
            }
        }
        return false;
    }

    /** The event that these bytes are, or empty where they are not UTF-8, not JSON or beyond the bounds of an event. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        return utf8(bytes).flatMap(text -> parse(EVENTS, text));
    }

    /** The one JSON value that this text is, or empty where it is not JSON or beyond the bounds of an envelope. */
    public static Optional<JsonNode> parse(String text) {
        return parse(MAPPER, text);
    }

    private static Optional<JsonNode> parse(ObjectMapper mapper, String text) {
        return read(() -> mapper.readTree(text)).filter(node -> !node.isMissingNode());
    }
}
