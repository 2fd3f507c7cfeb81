package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

/**
 * Writes the values that AMQP properties can hold as JSON: numbers, booleans and strings unchanged, times as ISO-8601
 * strings, bytes as base64, everything else as its text. Values nested deeper than {@value #MAX_DEPTH} are written as
 * strings.
 */
final class AmqpValues {
    private static final int MAX_DEPTH = 16;

    private AmqpValues() {}

    static void writeMap(JsonGenerator json, Map<String, Object> map) throws IOException {
        write(json, map == null ? Map.of() : map, 0);
    }

    private static void write(JsonGenerator json, Object value, int depth) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue(), depth + 1);
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> list && depth < MAX_DEPTH) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item, depth + 1);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof Date date) {
            json.writeString(date.toInstant().toString());
        } else if (value instanceof byte[] bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isFinite(value)) {
                json.writeNumber(
                        number instanceof Float ? new BigDecimal(number.toString()) : BigDecimal.valueOf(value));
            } else {
                json.writeString(number.toString());
            }
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(number.toString());
        }
    }
}
