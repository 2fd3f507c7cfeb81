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
import java.util.Optional;

/**
 * Reads foreign JSON strictly and within limits, so that no message can exhaust memory or the stack. Nesting is limited
 * to {@value #MAX_DEPTH} levels, with one more for an event in its envelope, a string to {@value #MAX_STRING}
 * characters, a number to {@value #MAX_NUMBER} digits and an event to {@value #MAX_TOKENS} tokens. Text beyond these
 * limits does not count as JSON and is carried as raw data instead. An envelope may have twice as many tokens: those of
 * its event, and its own. Numbers keep their precision. Reading one document leaves no state behind for the next.
 * Thread-safe.
 */
public final class JsonText {
    static final int MAX_DEPTH = 200;
    static final int MAX_STRING = 4_000_000;
    static final int MAX_NUMBER = 400;
    /** A token takes about 250 bytes of heap at worst. */
    static final int MAX_TOKENS = 500_000;

    private static final ObjectMapper EVENTS = mapper(MAX_DEPTH, MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /** Reads and writes within the size limits of an envelope. Shared and thread-safe: do not reconfigure it. */
    public static final ObjectMapper MAPPER = mapper(MAX_DEPTH, 2 * MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /** An envelope is one level deeper than the event in it. */
    private static final ObjectMapper ENVELOPES = mapper(MAX_DEPTH + 1, 2 * MAX_TOKENS, QueueText.MAX_INFLATED_BYTES);

    /**
     * The same without a limit on the whole document, for callers with another limit: an array may be longer than
     * any message.
     */
    public static final ObjectMapper LISTS = mapper(MAX_DEPTH, -1, -1);

    private JsonText() {}

    /**
     * Returns a factory for foreign text. It keeps no table of names, unlike Jackson's default factories: that table is
     * shared by all documents, so names that are made to collide in it make other documents unreadable, and it never
     * forgets a name.
     */
    public static JsonFactoryBuilder foreign() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }

    /**
     * @param tokens the greatest number of tokens; -1 for no limit
     * @param characters the greatest number of characters; -1 for no limit
     */
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

    /** Parses the text of an envelope like {@link #parse(String)}, but its event may be as deep as any. */
    static Optional<JsonNode> parseEnvelope(String text) {
        return parse(ENVELOPES, text);
    }

    /** Reads foreign JSON. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * Returns the result of reading foreign text, or empty where reading fails in any way: the text is then not JSON.
     * The library reports that by more than its own exceptions, for example for a number whose exponent is out of
     * range.
     */
    public static <T> Optional<T> read(Reading<T> reading) {
        try {
            return Optional.ofNullable(reading.read());
        } catch (IOException | RuntimeException | StackOverflowError notJson) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether the text is exactly one JSON value within the limits of an event, that is, one that
     * {@link #parse} reads. Does not build a tree.
     */
    static boolean isJson(String text) {
        return read(() -> {
                    try (JsonParser parser = EVENTS.createParser(text)) {
                        return isOneValue(parser);
                    }
                })
                .orElse(false);
    }

    private static boolean isOneValue(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return false;
        }
        checkValue(parser);
        return parser.nextToken() == null;
    }

    /**
     * Reads the value that begins with the parser's token to its end. Reads numbers, too: the parser accepts the digits
     * of a number even where its value is not valid.
     */
    static void checkValue(JsonParser parser) throws IOException {
        int open = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                parser.getDecimalValue();
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                parser.getNumberValue();
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (open == 0) {
                return;
            }
        }
    }

    /**
     * Returns the {@link Outline} of an event, or empty where {@link #isJson} is false or one of its outer strings is
     * too long.
     */
    static Optional<JsonNode> outline(String text) {
        return read(() -> {
            try (JsonParser parser = EVENTS.createParser(text)) {
                return Outline.read(parser, text, EVENTS.getNodeFactory());
            }
        });
    }

    /**
     * Returns the event in these bytes, or empty where they are not UTF-8, not JSON or beyond the limits of an event.
     */
    public static Optional<JsonNode> parse(byte[] bytes) {
        return Optional.ofNullable(EventText.of(bytes).text()).flatMap(JsonText::parseEvent);
    }

    /** Returns the event in this text, or empty where it is not JSON or beyond the limits of an event. */
    static Optional<JsonNode> parseEvent(String text) {
        return parse(EVENTS, text);
    }

    /** Returns the one JSON value in this text, or empty where it is not JSON or beyond the limits of an envelope. */
    public static Optional<JsonNode> parse(String text) {
        return parse(MAPPER, text);
    }

    private static Optional<JsonNode> parse(ObjectMapper mapper, String text) {
        return read(() -> mapper.readTree(text)).filter(node -> !node.isMissingNode());
    }
}
