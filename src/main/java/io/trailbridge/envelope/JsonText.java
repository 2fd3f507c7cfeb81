package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonFactory;
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
 * the stack. Nesting is bounded to {@value #MAX_DEPTH} levels, a string to {@value #MAX_STRING} characters and a number
 * to {@value #MAX_NUMBER} digits; text beyond them does not count as JSON and is carried as raw data instead. Numbers
 * keep their precision. Thread-safe.
 */
public final class JsonText {
    static final int MAX_DEPTH = 200;
    static final int MAX_STRING = 4_000_000;
    static final int MAX_NUMBER = 400;

    /** Reads and writes within these bounds. Shared and thread-safe: do not reconfigure it. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private JsonText() {}

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
     * Whether the text is exactly one JSON value within the bounds: one that {@link #parse} reads. Reads it without
     * building a tree.
     */
    static boolean isJson(String text) {
        return read(() -> {
            try (JsonParser parser = MAPPER.createParser(text)) {
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

    /** The one JSON value that these bytes are, or empty where they are not UTF-8, not JSON or beyond the bounds. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        return utf8(bytes).flatMap(JsonText::parse);
    }

    /** The one JSON value that this text is, or empty where it is not JSON or beyond the bounds. */
    public static Optional<JsonNode> parse(String text) {
        return read(() -> MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    }
}
