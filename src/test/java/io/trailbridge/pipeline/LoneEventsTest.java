package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What goes out of a message whose events have no form in the format: each of them, once. */
class LoneEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "\"event_metadata\":{\"sequence_number\":\"7\",\"offset\":\"8\","
            + "\"enqueued_time\":\"2026-05-05T10:00:00.000Z\",\"partition_id\":\"0\",\"partition_key\":null,"
            + "\"properties\":{\"p\":\"%s\"},\"system_properties\":{}},"
            + "\"processing_metadata\":{\"eventhub_name\":\"hub\",\"consumer_group\":\"$Default\"}";

    @Test
    void eachEventOfAMessageComesAloneInItsEnvelope() throws Exception {
        List<String> texts = texts("[{\"a\":1},{\"b\":\"\\ud800\"}]", "x");

        assertEquals(
                List.of(
                        "{\"event_data\":{\"a\":1}," + METADATA.formatted("x") + "}",
                        "{\"event_data\":{\"b\":\"\uFFFD\"}," + METADATA.formatted("x") + "}"),
                texts);
    }

    @Test
    void theOnlyEventOfAMessageComesInTheEnvelopeAsItIs() throws Exception {
        Envelope envelope = envelope("{\"records\": [ {\"a\": 1.50} ]}", "x");

        assertSame(envelope.text(), texts(envelope).get(0));
    }

    @Test
    void aMessageThatIsNotTakenApartComesWhole() throws Exception {
        Envelope envelope = envelope("[" + String.join(",", Collections.nCopies(20_001, "{}")) + "]", "x");

        List<String> texts = texts(envelope);

        assertEquals(1, texts.size());
        assertSame(envelope.text(), texts.get(0));
    }

    @Test
    void aMessageOfManyEventsDoesNotBecomeAsManyCopiesOfItself() throws Exception {
        String event = "{\"a\":\"" + "y".repeat(60) + "\"}";
        Envelope envelope =
                envelope("[" + String.join(",", Collections.nCopies(5_000, event)) + "]", "x".repeat(3_000));

        List<String> texts = texts(envelope);

        assertEquals(5_000, texts.size());
        long all = texts.stream().mapToLong(String::length).sum();
        assertTrue(all < 5_000 * 500, () -> all + " chars of " + envelope.text().length());
        long leftOut = JSON.readTree(texts.get(1)).get("left_out_bytes").asLong();
        assertTrue(leftOut > 3_000, texts.get(1));
        assertEquals(
                leftOut, JSON.readTree(texts.get(4_999)).get("left_out_bytes").asLong());
    }

    @Test
    void largePropertiesStandBesideTheFirstEventAndAreCountedBesideTheOthers() throws Exception {
        String large = "x".repeat(100_000);

        List<String> texts = texts("[{\"a\":1},{\"b\":1},{\"c\":1}]", large);

        assertTrue(texts.get(0).contains(large));
        for (String other : texts.subList(1, 3)) {
            JsonNode lone = JSON.readTree(other);
            assertTrue(other.length() < 500, other);
            assertEquals("7", lone.at("/event_metadata/sequence_number").asText());
            assertEquals("hub", lone.at("/processing_metadata/eventhub_name").asText());
            assertFalse(lone.at("/event_metadata").has("properties"));
            assertTrue(lone.get("left_out_bytes").asLong() > 100_000, other);
        }
    }

    private static List<String> texts(String event, String property) throws Exception {
        return texts(envelope(event, property));
    }

    private static Envelope envelope(String event, String property) throws JsonProcessingException {
        return Envelope.parse("{\"event_data\":" + event + "," + METADATA.formatted(property) + "}");
    }

    private static List<String> texts(Envelope envelope) throws Exception {
        OcsfMapper mapper = new OcsfMapper(OcsfMapper.VERSION, false, null);
        MapEvents step = new MapEvents(
                mapper::toOcsf,
                LeftOut.nothing("cloudwatch-logs", new BatchMeters(new SimpleMeterRegistry())),
                (event, whole, alone) -> alone.get());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(envelope);
        step.process(exchange);
        List<String> texts = new ArrayList<>();
        exchange.getMessage().getBody(List.class).forEach(text -> texts.add((String) text));
        return texts;
    }
}
