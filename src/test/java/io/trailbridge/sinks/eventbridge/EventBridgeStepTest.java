package io.trailbridge.sinks.eventbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.pipeline.OpenEnvelope;
import io.trailbridge.runtime.SinkSteps;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Source, detail type and detail of the sample events. */
class EventBridgeStepTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "2026-01-02T03:04:05Z";

    private final SinkSteps steps = new SinkSteps();

    private List<?> entries(String event) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage()
                .setBody("{\"event_data\":" + event + ",\"event_metadata\":{\"enqueued_time\":\"" + TIME + "\"}}");
        new OpenEnvelope().process(exchange);
        assertTrue(exchange.getMessage().getBody() instanceof Envelope);
        steps.step("toEventBridge").process(exchange);
        return exchange.getMessage().getBody(List.class);
    }

    private BusEntry only(String event) throws Exception {
        List<?> entries = entries(event);
        assertEquals(1, entries.size());
        return (BusEntry) entries.get(0);
    }

    @Test
    void everySampleHasADetailTypeByItsKind() throws Exception {
        int seen = 0;
        for (long n = 0; n < SampleEvents.period(); n++) {
            for (Object made : entries(new String(SampleEvents.at(n), StandardCharsets.UTF_8))) {
                BusEntry entry = (BusEntry) made;
                assertEquals("microsoft.defender-for-cloud", entry.source());
                assertTrue(entry.detailType().matches("Defender for Cloud( [A-Z][a-z]+)+"), entry.detailType());
                assertEquals(TIME, entry.time().toString());
                assertTrue(JSON.readTree(entry.detail()).isObject());
                seen++;
            }
        }
        assertTrue(seen > 20, "entries: " + seen);
    }

    @Test
    void anAlertIsAnOcsfEvent() throws Exception {
        BusEntry entry = only("{\"AlertType\":\"X\",\"AlertDisplayName\":\"A title\",\"SystemAlertId\":\"a-1\","
                + "\"Severity\":\"High\",\"Description\":\"d\",\"TimeGenerated\":\"2026-01-02T00:00:00Z\","
                + "\"ProductName\":\"Microsoft Defender for Cloud\",\"VendorName\":\"Microsoft\"}");

        JsonNode detail = JSON.readTree(entry.detail());
        assertEquals("Defender for Cloud Alert", entry.detailType());
        assertEquals(2004, detail.path("class_uid").asInt());
        assertEquals(4, detail.path("severity_id").asInt());
    }

    @Test
    void whatHasNoFormInOcsfComesInItsEnvelope() throws Exception {
        BusEntry entry = only("{\"id\":\"x\",\"odd\":1}");

        assertEquals("Defender for Cloud Unrecognised", entry.detailType());
        assertEquals(1, JSON.readTree(entry.detail()).at("/event_data/odd").asInt());
    }

    @Test
    void whatEventGridSaysOfABlobHasASourceOfItsOwn() throws Exception {
        BusEntry entry = only("{\"topic\":\"t\",\"subject\":\"/blobServices/default/containers/c/blobs/b\","
                + "\"eventType\":\"Microsoft.Storage.BlobCreated\",\"id\":\"e\",\"data\":{\"url\":"
                + "\"https://a.blob.core.windows.net/c/b\"}}");

        assertEquals("microsoft.event-grid", entry.source());
        assertEquals("Event Grid Blob Created", entry.detailType());
    }
}
