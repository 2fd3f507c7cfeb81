package io.trailbridge.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.EventHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.envelope.OversizeEventException;
import io.trailbridge.envelope.QueueText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SealEnvelopeTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00.5Z"), ZoneOffset.UTC);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private int limit = 1_048_576;
    private final SealEnvelope seal = new SealEnvelope("1.2.3", NOON, () -> limit);

    @Test
    void theBodyIsExactlyTheDocumentedEnvelope() {
        Exchange exchange = sealed("{\"a\":1}".getBytes(UTF_8));

        assertEquals(
                "{\"event_data\":{\"a\":1},"
                        + "\"event_metadata\":{\"sequence_number\":\"123456\",\"offset\":\"67890\","
                        + "\"enqueued_time\":\"2024-01-15T10:30:00.000Z\",\"partition_id\":\"0\",\"partition_key\":null,"
                        + "\"properties\":{},\"system_properties\":{}},"
                        + "\"processing_metadata\":{\"processed_timestamp\":\"2026-03-01T12:00:00.500Z\","
                        + "\"processor_version\":\"1.2.3\",\"source\":\"azure-eventhub\",\"eventhub_name\":\"defender\","
                        + "\"consumer_group\":\"$Default\"}}",
                exchange.getMessage().getBody());
        assertEquals("0", exchange.getMessage().getHeader(EnvelopeHeaders.PARTITION_ID));
        assertEquals(123456L, exchange.getMessage().getHeader(EnvelopeHeaders.SEQUENCE_NUMBER));
        assertEquals("defender/0/123456", exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void theEventsTextIsCarriedOverUnchanged() {
        String event =
                "{\"z\":1.10000000000000000000000001, \"a\" : 1E400,\"e\":\"\\u00e9\\/\",\"a\":-0.0,\"n\":9007199254740993}";

        String body = sealed(event.getBytes(UTF_8)).getMessage().getBody(String.class);

        assertTrue(body.startsWith("{\"event_data\":" + event + ",\"event_metadata\""), body);
    }

    @Test
    void anEventAsDeepAsAnyIsOpenedAgain() {
        String deepest = "[".repeat(200) + "]".repeat(200);
        Exchange exchange = sealed(deepest.getBytes(UTF_8));

        new OpenEnvelope().process(exchange);

        assertEquals(
                deepest, exchange.getMessage().getBody(Envelope.class).event().toString());
    }

    @Test
    void textThatIsNotJsonBecomesRawData() {
        for (String text : new String[] {
            "not json",
            "{\"a\":1} {\"b\":2}",
            "",
            "{\"a\":",
            "[".repeat(201) + "]".repeat(201),
            "{\"a\":1e99999999999}",
            "[-1E-99999999999]"
        }) {
            assertEquals(
                    text,
                    eventData(sealed(text.getBytes(UTF_8))).path("raw_data").asText(),
                    text);
        }
    }

    @Test
    void aRawEnvelopeHoldsTheEventAsATextEvenWhereItIsJson() throws Exception {
        Exchange exchange = exchange("{\"a\":1}".getBytes(UTF_8));

        seal.raw().process(exchange);

        assertEquals("{\"a\":1}", eventData(exchange).path("raw_data").asText());
        assertEquals("defender/0/123456", exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void aNoticeOfAnEventNamesItsPositionAndReadsNothingOfIt() throws Exception {
        Exchange exchange = exchange("{\"a\":1}".getBytes(UTF_8));

        seal.notice().process(exchange);

        JsonNode notice = JsonText.MAPPER
                .readTree(exchange.getMessage().getBody(String.class))
                .path("unsealed_event");
        assertEquals("123456", notice.path("sequence_number").asText());
        assertEquals(7, notice.path("size_bytes").asInt());
        assertEquals("defender/0/123456", exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void bytesThatAreNotUtf8BecomeBase64() {
        byte[] bytes = {'{', '"', (byte) 0xC3, '"', '}'};

        JsonNode data = eventData(sealed(bytes));

        assertEquals(
                Base64.getEncoder().encodeToString(bytes),
                data.path("raw_data_base64").asText());
    }

    @Test
    void propertiesOfAnyAmqpTypeAreWritten() throws Exception {
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("x-opt-enqueued-time", Date.from(Instant.parse("2024-01-15T10:30:00Z")));
        system.put("bytes", new byte[] {1, 2});
        system.put("nothing", null);
        system.put("nan", Double.NaN);
        system.put("nested", Map.of("n", 5L));
        system.put("correlation-id", "abc-1");
        Exchange exchange = exchange("1".getBytes(UTF_8));
        exchange.getMessage().setHeader(EventHeaders.SYSTEM_PROPERTIES, system);

        seal.process(exchange);

        JsonNode written = JsonText.MAPPER
                .readTree(exchange.getMessage().getBody(String.class))
                .at("/event_metadata/system_properties");
        assertEquals("2024-01-15T10:30:00Z", written.path("x-opt-enqueued-time").asText());
        assertEquals("AQI=", written.path("bytes").asText());
        assertTrue(written.path("nothing").isNull());
        assertEquals("NaN", written.path("nan").asText());
        assertEquals(5, written.at("/nested/n").asInt());
        assertEquals("abc-1", exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void whatTheQueueRefusesForItsCharactersIsCompressedAndOpensToTheSame() {
        String event = "{\"text\":\"noncharacter \uFFFF and \uFFFE\"}";
        Exchange exchange = sealed(event.getBytes(UTF_8));

        assertEquals(EnvelopeHeaders.GZIP_BASE64, exchange.getMessage().getHeader(EnvelopeHeaders.CONTENT_ENCODING));
        assertTrue(QueueText.isAllowed(exchange.getMessage().getBody(String.class)));
        assertEquals(
                "noncharacter \uFFFF and \uFFFE",
                eventData(exchange).path("text").asText());
    }

    @Test
    void whatIsTooLongForTheQueueIsCompressedAndOpensToTheSame() {
        limit = 262_144;
        String event = "{\"text\":\"" + "long ".repeat(100_000) + "\"}";

        Exchange exchange = sealed(event.getBytes(UTF_8));

        assertEquals(EnvelopeHeaders.GZIP_BASE64, exchange.getMessage().getHeader(EnvelopeHeaders.CONTENT_ENCODING));
        assertTrue(exchange.getMessage().getBody(String.class).length() < limit);
        assertEquals(500_000, eventData(exchange).path("text").asText().length());
    }

    @Test
    void aMessageLeavesFourKilobytesForItsAttributesAndIsCompressedAByteEarlier() throws Exception {
        byte[] event = "{\"text\":\"\u00e9\"}".getBytes(UTF_8);
        int plain = sealed(event).getMessage().getBody(String.class).getBytes(UTF_8).length;

        limit = plain + 4096;
        assertNull(sealed(event).getMessage().getHeader(EnvelopeHeaders.CONTENT_ENCODING));
        limit = plain + 4095;
        Exchange compressed = sealed(event);
        assertEquals(EnvelopeHeaders.GZIP_BASE64, compressed.getMessage().getHeader(EnvelopeHeaders.CONTENT_ENCODING));

        limit = compressed.getMessage().getBody(String.class).length() + 4096;
        sealed(event);
        limit--;
        assertThrows(OversizeEventException.class, () -> sealed(event));
    }

    @Test
    void anEnvelopeMayBeAsLargeAsItIsOpenedAgain() {
        int beside =
                sealed("[]".getBytes(UTF_8)).getMessage().getBody(String.class).length();
        String spaces = " ".repeat(QueueText.MAX_INFLATED_BYTES - beside);

        assertEquals(
                "[]", eventData(sealed(("[" + spaces + "]").getBytes(UTF_8))).toString());
        assertThrows(OversizeEventException.class, () -> sealed(("[" + spaces + " ]").getBytes(UTF_8)));
    }

    @Test
    void aCorrelationIdIsThePublishersAsFarAsItFitsAnAttribute() {
        assertEquals("i".repeat(256), correlationId("i".repeat(256)));
        for (Object unfit : new Object[] {"i".repeat(257), " ", "\uffff", 7}) {
            assertEquals("defender/0/123456", correlationId(unfit), unfit::toString);
        }
    }

    private Object correlationId(Object published) {
        Exchange exchange = exchange("1".getBytes(UTF_8));
        exchange.getMessage().setHeader(EventHeaders.SYSTEM_PROPERTIES, Map.of("correlation-id", published));
        seal.process(exchange);
        return exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID);
    }

    @Test
    void whatDoesNotFitEvenCompressedIsReportedWithItsPosition() throws Exception {
        byte[] noise = new byte[1_000_000];
        new Random(7).nextBytes(noise);

        OversizeEventException oversize =
                assertThrows(OversizeEventException.class, () -> seal.process(exchange(noise)));

        JsonNode notice = JsonText.MAPPER.readTree(oversize.notice()).path("oversize_event");
        assertEquals("defender", notice.path("eventhub_name").asText());
        assertEquals("0", notice.path("partition_id").asText());
        assertEquals("123456", notice.path("sequence_number").asText());
        assertEquals(1_000_000, notice.path("size_bytes").asInt());
        assertEquals(64, notice.path("sha256").asText().length());
        assertTrue(oversize.getMessage().contains("defender/0/123456"), oversize.getMessage());
    }

    @Test
    void whatWouldNotBeOpenedAgainIsReportedWithItsPosition() throws Exception {
        byte[] event = ("\"" + "a".repeat(9_000_000) + "\"").getBytes(UTF_8);

        OversizeEventException oversize =
                assertThrows(OversizeEventException.class, () -> seal.process(exchange(event)));

        assertTrue(oversize.getMessage().contains("more than 8388608 bytes"), oversize.getMessage());
        assertEquals(
                "123456",
                JsonText.MAPPER
                        .readTree(oversize.notice())
                        .at("/oversize_event/sequence_number")
                        .asText());
    }

    @Test
    void aBodyThatBecomesLargerThanAnyEnvelopeIsRefusedAfterItsFirstEightMegabytes() {
        String body = QueueText.compress("{\"event_data\":[" + "{},".repeat(3_000_000) + "1]}");

        assertReason("becomes larger than 8388608 bytes", EnvelopeHeaders.GZIP_BASE64, body);
    }

    @Test
    void aBodyOfMoreTokensThanAnyEnvelopeIsRefused() {
        String body = QueueText.compress("{\"event_data\":[" + "{},".repeat(1_000_000) + "1]}");

        assertReason("not JSON", EnvelopeHeaders.GZIP_BASE64, body);
    }

    @Test
    void anOpenedEnvelopeKnowsWhereItsEventCameFrom() {
        Exchange exchange = sealed("[1,2]".getBytes(UTF_8));

        new OpenEnvelope().process(exchange);

        Envelope envelope = exchange.getMessage().getBody(Envelope.class);
        assertEquals(2, envelope.event().size());
        assertEquals("defender", envelope.eventHub());
        assertEquals(123456L, envelope.sequenceNumber());
        assertEquals(Instant.parse("2024-01-15T10:30:00Z"), envelope.enqueuedTime());
    }

    @Test
    void aTimeInTheReplacedSystemsSpellingIsRead() {
        Envelope envelope = Envelope.parse("{\"event_data\":{},\"event_metadata\":{\"sequence_number\":\"\","
                + "\"enqueued_time\":\"2024-01-15 10:30:00.123000+00:00\"}}");

        assertEquals(Instant.parse("2024-01-15T10:30:00.123Z"), envelope.enqueuedTime());
        assertNull(envelope.sequenceNumber());
    }

    @Test
    void whatIsNoEnvelopeIsRefusedWithTheReason() {
        assertReason("not JSON", null, "hello");
        assertReason("no event_data", null, "{\"a\":1}");
        assertReason("cannot be undone", EnvelopeHeaders.GZIP_BASE64, "!!!");
        assertReason("only gzip+base64", "br", "{\"event_data\":1}");
    }

    private void assertReason(String expected, String encoding, String body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(EnvelopeHeaders.CONTENT_ENCODING, encoding);
        InvalidEnvelopeException refused =
                assertThrows(InvalidEnvelopeException.class, () -> new OpenEnvelope().process(exchange));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    private Exchange sealed(byte[] event) {
        Exchange exchange = exchange(event);
        seal.process(exchange);
        return exchange;
    }

    private Exchange exchange(byte[] event) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(event);
        exchange.getMessage().setHeader(EventHeaders.EVENT_HUB, "defender");
        exchange.getMessage().setHeader(EventHeaders.CONSUMER_GROUP, "$Default");
        exchange.getMessage().setHeader(EventHubsConstants.PARTITION_ID, "0");
        exchange.getMessage().setHeader(EventHubsConstants.SEQUENCE_NUMBER, 123456L);
        exchange.getMessage().setHeader(EventHeaders.OFFSET_STRING, "67890");
        exchange.getMessage().setHeader(EventHubsConstants.ENQUEUED_TIME, Instant.parse("2024-01-15T10:30:00Z"));
        return exchange;
    }

    private JsonNode eventData(Exchange sealed) {
        Exchange copy = sealed.copy();
        new OpenEnvelope().process(copy);
        return copy.getMessage().getBody(Envelope.class).event();
    }
}
