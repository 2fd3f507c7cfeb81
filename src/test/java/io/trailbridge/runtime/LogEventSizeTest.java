package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.pipeline.ParkUnmapped;
import io.trailbridge.sinks.cloudwatchlogs.LogEntry;
import io.trailbridge.transform.MappingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** An event that the hub accepts becomes a log event that CloudWatch Logs accepts, or is parked with the reason. */
class LogEventSizeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 1_048_576 - 26;

    private final SinkSteps steps = new SinkSteps();

    @Test
    void aFindingThatIsTooLargeGoesWithoutTheTextOfItsSource() throws Exception {
        ObjectNode event = alert().put("Description", "d".repeat(400_000));
        Exchange exchange = mapped(event);

        List<?> entries = exchange.getMessage().getBody(List.class);
        String message = ((LogEntry) entries.get(0)).message();
        assertTrue(message.getBytes(StandardCharsets.UTF_8).length <= LIMIT, "chars: " + message.length());
        JsonNode finding = JSON.readTree(message);
        assertFalse(finding.has("raw_data"));
        assertEquals(event.toString().length(), finding.get("raw_data_size").intValue());
        assertEquals("raw_data", finding.at("/unmapped/truncated/0/attribute").textValue());
        assertEquals(
                event.toString().length(),
                finding.at("/unmapped/truncated/0/chars").intValue());
    }

    @Test
    void aFindingThatFitsKeepsTheTextOfItsSource() throws Exception {
        List<?> entries = mapped(alert().put("Description", "d".repeat(300_000)))
                .getMessage()
                .getBody(List.class);

        assertTrue(JSON.readTree(((LogEntry) entries.get(0)).message()).has("raw_data"));
    }

    @Test
    void oneThatIsTooLargeEvenSoIsParked() throws Exception {
        Exchange exchange = mapped(alert().put("Description", "d".repeat(750_000)));

        assertEquals(List.of(), exchange.getMessage().getBody(List.class));
        String reason = assertThrows(MappingException.class, () -> new ParkUnmapped().process(exchange))
                .getMessage();
        assertTrue(reason.contains("more than the " + LIMIT + " that its target accepts"), reason);
    }

    private Exchange mapped(JsonNode event) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage()
                .setBody(new Envelope(event, "hub", "0", 1L, Instant.parse("2026-05-05T10:00:00Z"), null, null));
        steps.step("toCloudWatchLogs").process(exchange);
        return exchange;
    }

    private static ObjectNode alert() {
        return JSON.createObjectNode()
                .put("SystemAlertId", "a-1")
                .put("AlertType", "T")
                .put("AlertDisplayName", "Title")
                .put("TimeGenerated", "2026-01-01T00:00:00Z");
    }
}
