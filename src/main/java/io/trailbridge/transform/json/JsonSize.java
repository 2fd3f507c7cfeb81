package io.trailbridge.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.encoding.Utf8;
import java.util.Arrays;
import java.util.Map;

/** Computes the number of bytes of a value as compact JSON in UTF-8, without writing it. */
public final class JsonSize {
    /** Number of bytes of each ASCII char within a JSON string. */
    private static final byte[] ASCII = ascii();

    /** The largest number of bytes of a char, that of a numeric escape. */
    private static final int MOST_BYTES = 6;

    private static final int LARGEST_EXPONENT = 1_000_000_000;

    private JsonSize() {}

    /**
     * Returns whether the value has at most that many bytes, {@code Long.MAX_VALUE} for no limit. For a small value
     * only its chars are counted.
     */
    public static boolean isWithin(JsonNode value, long limit) {
        return limit == Long.MAX_VALUE || atMost(value) <= limit || of(value) <= limit;
    }

    private static long atMost(JsonNode value) {
        if (!value.isContainerNode()) {
            return value.isTextual() ? atMost(value.textValue()) : textOf(value).length() + 1;
        }
        long size = 3;
        if (value.isArray()) {
            for (JsonNode element : value) {
                size += atMost(element);
            }
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                size += atMost(field.getKey()) + atMost(field.getValue());
            }
        }
        return size;
    }

    private static long atMost(String text) {
        return (long) MOST_BYTES * text.length() + 3;
    }

    /**
     * Returns the text of a number, boolean or null. Jackson's toString would set up a generator for it; NaN and the
     * infinities come in quotes.
     */
    static String textOf(JsonNode value) {
        if (value.isBigDecimal() && value.decimalValue().scale() < -LARGEST_EXPONENT) {
            // With one digit before the point, the exponent could be larger than readers accept.
            return value.decimalValue().unscaledValue() + "E"
                    + -(long) value.decimalValue().scale();
        }
        boolean quoted = (value.isFloat() || value.isDouble()) && !Double.isFinite(value.doubleValue());
        return quoted ? value.toString() : value.asText();
    }

    public static long of(JsonNode value) {
        if (value.isTextual()) {
            return ofText(value.textValue());
        }
        if (!value.isContainerNode()) {
            return textOf(value).length();
        }
        long size = 2;
        if (value.isArray()) {
            for (JsonNode element : value) {
                size += of(element) + 1;
            }
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                size += ofField(field.getKey(), field.getValue());
            }
        }
        return value.isEmpty() ? size : size - 1;
    }

    /** Returns the size of a field including the comma that separates it from the next. */
    public static long ofField(String name, JsonNode value) {
        return ofText(name) + 1 + of(value) + 1;
    }

    /** Returns the size of a string including its quotes. */
    public static long ofText(String text) {
        long size = 2;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            size += ofChar(text.charAt(i));
        }
        return size;
    }

    /** Returns the size of a char within a string; each half of a surrogate pair counts as half of its four bytes. */
    public static int ofChar(char c) {
        return c < ASCII.length ? ASCII[c] : Utf8.length(c);
    }

    private static byte[] ascii() {
        byte[] sizes = new byte[0x80];
        Arrays.fill(sizes, (byte) 1);
        Arrays.fill(sizes, 0, ' ', (byte) 6);
        for (char escaped : "\"\\\b\t\n\f\r".toCharArray()) {
            sizes[escaped] = 2;
        }
        return sizes;
    }
}
