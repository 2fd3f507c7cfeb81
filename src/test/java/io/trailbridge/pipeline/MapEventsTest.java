package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** With OCSF, which has no form for notices of blobs. */
class MapEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTICE = notice("insights-logs-networksecuritygroupflowevent");
    private static final String OTHER_BLOB = notice("pictures");
    private static final String ATTACK_PATH = "{\"id\":\"/subscriptions/s/providers/Microsoft.Security/attackPaths/p\","
            + "\"type\":\"Microsoft.Security/attackPaths\",\"properties\":{\"displayName\":\"a way in\"}}";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OcsfMapper mapper = new OcsfMapper(OcsfMapper.OLDER_VERSION, false, null);
    private final MapEvents step =
            new MapEvents(mapper::toOcsf, LeftOut.nothing("security-lake", new BatchMeters(registry)), MapEvents.TEXT);

    @Test
    void noticesThatTheirReaderGetsAreLeftOutAndCountedAndTheRestIsMapped() throws Exception {
        Exchange exchange = mapped("mixed-with-flow-log-notice", "[" + NOTICE + "," + ATTACK_PATH + "," + NOTICE + "]");

        assertEquals(1, exchange.getMessage().getBody(List.class).size());
        assertDoesNotThrow(() -> new ParkUnmapped().process(exchange));
        assertEquals(
                2,
                registry.get("trailbridge.left.out")
                        .tag("sink", "security-lake")
                        .tag("kind", "flow-log-notice")
                        .counter()
                        .count());
    }

    @Test
    void ofAMessageThatTheirReaderDoesNotGetNoticesAreParked() throws Exception {
        Exchange exchange = mapped("mixed", "[" + NOTICE + "," + ATTACK_PATH + "]");

        assertEquals(1, exchange.getMessage().getBody(List.class).size());
        assertThrows(MappingException.class, () -> new ParkUnmapped().process(exchange));
        assertTrue(registry.getMeters().isEmpty());
    }

    @Test
    void anEmptyPageIsDoneAndCountedAndNeitherSentNorParked() throws Exception {
        Exchange exchange = mapped("empty-page", "{\"value\":[]}");

        assertEquals(List.of(), exchange.getMessage().getBody(List.class));
        assertDoesNotThrow(() -> new ParkUnmapped().process(exchange));
        assertEquals(
                1,
                registry.get("trailbridge.left.out")
                        .tag("sink", "security-lake")
                        .tag("kind", "empty-page")
                        .counter()
                        .count());
    }

    @Test
    void aNoticeOfAnotherBlobIsParkedEvenBesideOneThatIsRead() throws Exception {
        Exchange exchange =
                mapped("mixed-with-flow-log-notice", "[" + NOTICE + "," + ATTACK_PATH + "," + OTHER_BLOB + "]");

        MappingException parked = assertThrows(MappingException.class, () -> new ParkUnmapped().process(exchange));
        assertEquals(0, parked.getSuppressed().length);
    }

    @Test
    void aMessageThatIsParkedForItsManyEventsIsNotTakenForItsFirstNotice() throws Exception {
        Exchange exchange = mapped(
                "mixed-with-flow-log-notice",
                "[" + NOTICE + "," + String.join(",", Collections.nCopies(20_000, "{}")) + "]");

        assertThrows(MappingException.class, () -> new ParkUnmapped().process(exchange));
        assertTrue(registry.getMeters().isEmpty());
    }

    private Exchange mapped(String kind, String message) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("EventKind", kind);
        exchange.getMessage().setBody(new Envelope(json(message), "hub", "0", 1L, Instant.EPOCH, null, null));
        step.process(exchange);
        return exchange;
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static String notice(String container) {
        return "{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"data\":{\"url\":\"https://a.blob.core.windows.net/"
                + container + "/x\"}}";
    }
}
