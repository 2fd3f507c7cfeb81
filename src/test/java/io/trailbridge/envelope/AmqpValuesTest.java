package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AmqpValuesTest {
    @Test
    void numbersAreWrittenWithTheirOwnDigits() throws IOException {
        assertEquals("127", json((byte) 127));
        assertEquals("-32768", json((short) -32768));
        assertEquals("2147483647", json(Integer.MAX_VALUE));
        assertEquals("-9223372036854775808", json(Long.MIN_VALUE));
        assertEquals("18446744073709551615", json(new BigInteger("18446744073709551615")));
        assertEquals("1.10", json(new BigDecimal("1.10")));
        assertEquals("0.1", json(0.1f));
        assertEquals("0.1", json(0.1));
        assertEquals("\"-Infinity\"", json(Float.NEGATIVE_INFINITY));
        assertEquals("\"NaN\"", json(Double.NaN));
        assertEquals("\"5\"", json(new AtomicInteger(5)));
    }

    @Test
    void eachOtherTypeHasItsOwnForm() throws IOException {
        assertEquals("null", json(null));
        assertEquals("true", json(true));
        assertEquals("\"a\\\"b\"", json("a\"b"));
        assertEquals("\"2024-01-15T10:30:00Z\"", json(Date.from(Instant.parse("2024-01-15T10:30:00Z"))));
        assertEquals("\"AQI=\"", json(new byte[] {1, 2}));
        assertEquals("\"00000000-0000-0001-0000-000000000002\"", json(new UUID(1, 2)));
        assertEquals("[1,[true],{}]", json(List.of(1, List.of(true), Map.of())));
        assertEquals("{\"1\":null}", json(singleton(1, null)));
    }

    @Test
    void aBufferIsWrittenFromItsPositionAndStaysThere() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2});
        buffer.get();

        assertEquals("\"AQI=\"", json(buffer));
        assertEquals("\"AQI=\"", json(buffer));
    }

    @Test
    void whatIsNestedDeeperThanSixteenLevelsIsWrittenAsItsText() throws IOException {
        Object maps = "end";
        Object lists = "end";
        for (int i = 0; i < 17; i++) {
            maps = Map.of("m", maps);
            lists = List.of(lists);
        }

        assertEquals("{\"m\":".repeat(16) + "\"{m=end}\"" + "}".repeat(16), written(Map.of("m", inner(maps))));
        assertEquals("{\"v\":" + "[".repeat(15) + "\"[[end]]\"" + "]".repeat(15) + "}", json(lists, "v"));
    }

    @Test
    void noPropertiesAreAnEmptyObject() throws IOException {
        assertEquals("{}", written(null));
    }

    private static Object inner(Object map) {
        return ((Map<?, ?>) map).get("m");
    }

    private static Map<Object, Object> singleton(Object key, Object value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static String json(Object value) throws IOException {
        String whole = json(value, "v");
        return whole.substring("{\"v\":".length(), whole.length() - 1);
    }

    private static String json(Object value, String name) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(name, value);
        return written(properties);
    }

    /** Everything that was open must have been closed: the generator closes nothing by itself. */
    private static String written(Map<String, Object> properties) throws IOException {
        StringWriter out = new StringWriter();
        JsonGenerator json =
                JsonText.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        AmqpValues.writeMap(json, properties);
        json.close();
        return out.toString();
    }
}
