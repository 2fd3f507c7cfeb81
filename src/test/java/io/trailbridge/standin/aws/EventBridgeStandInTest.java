package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** By the API pages of PutEvents and DescribeEventBus. */
class EventBridgeStandInTest {
    private final EventBridgeStandIn bridge = EventBridgeStandIn.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    private PutEventsRequestEntry entry(String source, String detail) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType("Alert")
                .detail(detail)
                .time(Instant.parse("2026-01-02T03:04:05Z"))
                .eventBusName(bridge.busArn())
                .build();
    }

    private List<PutEventsResultEntry> put(List<PutEventsRequestEntry> entries) {
        return bridge.client().putEvents(request -> request.entries(entries)).entries();
    }

    @Test
    void eachEntryGetsItsResultInItsPlace() {
        List<PutEventsResultEntry> results =
                put(List.of(entry("a.b", "{\"x\":1}"), entry("a.b", "[]"), entry("aws.ec2", "{}"), entry("a.b", "{")));

        assertTrue(results.get(0).eventId() != null);
        assertEquals(
                List.of("MalformedDetail", "NotAuthorizedForSourceException", "MalformedDetail"),
                results.stream().skip(1).map(PutEventsResultEntry::errorCode).toList());
        assertEquals(
                List.of(new EventBridgeStandIn.BusEvent(
                        "a.b", "Alert", Instant.parse("2026-01-02T03:04:05Z"), "{\"x\":1}")),
                bridge.events());
    }

    @Test
    void aCallTakesTenEntriesOfLessThan256KiBInAll() {
        assertThrows(EventBridgeException.class, () -> put(Collections.nCopies(11, entry("a.b", "{}"))));
        String most = "{\"x\":\"" + "x".repeat(256 * 1024 - 14 - "a.b".length() - "Alert".length() - 9) + "\"}";
        assertEquals(1, put(List.of(entry("a.b", most))).size());
        assertThrows(EventBridgeException.class, () -> put(List.of(entry("a.b", most.replaceFirst("x{2}", "xxx")))));
    }

    @Test
    void eventsForABusThatIsNotThereAreAcceptedAndDropped() {
        bridge.busIsThere(false);

        assertTrue(put(List.of(entry("a.b", "{}"))).get(0).eventId() != null);
        assertEquals(1, bridge.dropped());
        assertEquals(List.of(), bridge.events());
        assertThrows(
                ResourceNotFoundException.class,
                () -> bridge.client().describeEventBus(request -> request.name(EventBridgeStandIn.BUS)));
    }
}
