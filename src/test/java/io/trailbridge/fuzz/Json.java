package io.trailbridge.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailbridge.envelope.JsonText;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON as an attacker writes it: also what is none. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonText.foreign()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(500).build())
                    .build())
            .build();

    private Json() {}

    static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(byte[] text) {
        try {
            return MAPPER.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * In UTF-8.
     *
     * @param escaped whether everything beyond ASCII is written by its number; a lone surrogate always is
     */
    static byte[] bytes(JsonNode value, boolean escaped) {
        String text = text(value);
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c < 0x80 || !escaped && !Character.isSurrogate(c)) {
                out.append(c);
            } else if (!escaped && pair) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
