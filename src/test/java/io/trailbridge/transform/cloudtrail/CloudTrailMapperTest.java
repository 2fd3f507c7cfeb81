package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTrailMapperTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Instant ENQUEUED = Instant.parse("2026-05-05T10:00:00.999Z");
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, ENQUEUED, 0);
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);

    @Test
    void oneStateOfAThingHasOneUidWhereverAndInWhicheverFormItArrives() {
        ObjectNode flat = alert();
        ObjectNode rest = NODES.objectNode()
                .put("type", "Microsoft.Security/Locations/alerts")
                .put("name", "ID-1");
        rest.putObject("properties")
                .put("systemAlertId", "id-1")
                .put("alertType", "T")
                .put("status", "new")
                .put("processingEndTimeUtc", "2026-01-01T00:00:02Z");

        String uid = uid(flat, ORIGIN);

        assertEquals(uid, uid(flat, new EventOrigin("other", "9", 99L, ENQUEUED.plusSeconds(60), 0)));
        assertEquals(uid, uid(rest, ORIGIN));
        assertNotEquals(uid, uid(alert().put("Status", "Dismissed"), ORIGIN));
        assertNotEquals(uid, uid(alert().put("ProcessingEndTime", "2026-01-02T00:00:02Z"), ORIGIN));
        assertNotEquals(uid, uid(alert().put("SystemAlertId", "id-2"), ORIGIN));
    }

    @Test
    void anEventWithoutAnIdHasTheUidOfItsPlace() {
        JsonNode two = NODES.arrayNode().add(NODES.objectNode()).add(NODES.objectNode());

        List<MappedEvent> first = MAPPER.toCloudTrail(two, ORIGIN);
        List<MappedEvent> again = MAPPER.toCloudTrail(two, ORIGIN);

        assertNotEquals(uid(first.get(0)), uid(first.get(1)));
        assertEquals(uid(first.get(0)), uid(again.get(0)));
        assertEquals(uid(first.get(1)), uid(again.get(1)));
        assertNotEquals(uid(first.get(0)), uid(two, new EventOrigin("hub", "1", 7L, ENQUEUED, 0)));
    }

    @Test
    void anEventWithNeitherHasTheUidOfItsContent() throws JsonProcessingException {
        EventOrigin unplaced = new EventOrigin("hub", null, null, ENQUEUED, 0);
        JsonNode event = JSON.readTree("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");

        assertEquals(uid(event, unplaced), uid(JSON.readTree("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"), unplaced));
        assertNotEquals(uid(event, unplaced), uid(JSON.readTree("{\"a\":2,\"b\":{\"c\":2,\"d\":3}}"), unplaced));
    }

    @Test
    void theUidOfAStateOfNumbersDoesNotDependOnHowTheyAreWritten() throws JsonProcessingException {
        String score = "{\"id\":\"/subscriptions/x/providers/Microsoft.Security/secureScores/ascScore\","
                + "\"properties\":{\"score\":{\"current\":%s,\"max\":%s}}}";

        assertEquals(
                uid(JSON.readTree(score.formatted("20", "39.50")), ORIGIN),
                uid(JSON.readTree(score.formatted("2.0E1", "39.5")), ORIGIN));
    }

    @Test
    void theTimeIsThatOfTheEventElseThatOfItsArrivalAndNeverTheClock() {
        assertEquals(
                "2026-01-01T00:00:01Z",
                map(alert(), ORIGIN).document().get("eventTime").asText());
        assertEquals(
                "2026-05-05T10:00:00Z",
                map(NODES.objectNode().put("time", "no time"), ORIGIN)
                        .document()
                        .get("eventTime")
                        .asText());

        MappingException failure = map(NODES.objectNode(), EventOrigin.NOWHERE).failure();

        assertEquals("$.eventTime", failure.path());
        assertEquals("cloudtrail/unrecognised.jslt", failure.mapping());
        assertEquals(EventKind.UNRECOGNISED, failure.kind());
        assertTrue(failure.reason().contains("enqueued"), failure.reason());
    }

    @Test
    void anEventThatFailsDoesNotTouchItsNeighbours() {
        ArrayNode message =
                NODES.arrayNode().add(alert()).add(NODES.objectNode()).add(alert());

        List<MappedEvent> mapped = MAPPER.toCloudTrail(message, EventOrigin.NOWHERE);

        assertEquals(
                List.of(false, true, false),
                mapped.stream().map(MappedEvent::failed).toList());
        assertEquals(List.of(0, 1, 2), mapped.stream().map(MappedEvent::index).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "-1.5e308",
                "\"text\"",
                "true",
                "[7]",
                "{}",
                "{\"raw_data\":\"a \\\"b\\\"\"}",
                "{\"records\":[7]}",
                "{\"event\":{\"additionalEventData\":null}}",
                "[null]",
                "[[],[[7]]]",
                "{\"\":\"\",\" \":null}"
            })
    void anyJsonBecomesValidEventData(String message) throws JsonProcessingException {
        for (MappedEvent event : MAPPER.toCloudTrail(JSON.readTree(message), ORIGIN)) {
            assertEquals(List.of(), EventDataForm.faults(event.json()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"records\":[]}", "[[],[[]]]"})
    void anEmptyPageIsNotAudited(String message) throws JsonProcessingException {
        List<MappedEvent> mapped = MAPPER.toCloudTrail(JSON.readTree(message), ORIGIN);

        assertEquals(1, mapped.size());
        assertEquals(EventKind.EMPTY_PAGE, mapped.get(0).failure().kind());
    }

    @Test
    void anUnrecognisedEventIsCarriedWhole() throws JsonProcessingException {
        JsonNode event = JSON.readTree("{\"raw_data\":\"a\",\"Severity\":\"Unknown\",\"n\":null,\"e\":\"\",\"l\":[]}");

        assertEquals(event, map(event, ORIGIN).document().at("/additionalEventData/event"));
    }

    @Test
    void anEventOfAMegabyteArrivesWithTheNamesOfWhatWasDropped() {
        ObjectNode event = alert();
        event.putObject("ExtendedProperties").put("small", "kept").put("huge", "\uD83D\uDE00".repeat(250_000));

        MappedEvent mapped = map(event, ORIGIN);

        assertEquals(List.of(), EventDataForm.faults(mapped.json()));
        JsonNode additional = mapped.document().get("additionalEventData");
        assertEquals("kept", additional.at("/extendedProperties/small").asText());
        assertEquals(
                "extendedProperties.huge",
                additional.at("/droppedFields/0/field").asText());
        assertTrue(additional.at("/droppedFields/0/bytes").asInt() > 950_000);
    }

    @Test
    void tenThousandEntitiesAreCutAndTheFirstAddressIsFound() {
        ObjectNode event = alert();
        ArrayNode entities = event.putArray("Entities");
        for (int i = 0; i < 10_000; i++) {
            entities.addObject()
                    .put("$id", "" + i)
                    .put("Type", i < 9_000 ? "host" : "ip")
                    .put("Address", i < 9_500 ? "none" : "192.0.2." + i % 256)
                    .put("HostName", "host-" + i);
            entities.addObject().put("$ref", "0");
        }

        MappedEvent mapped = map(event, ORIGIN);

        assertEquals(List.of(), EventDataForm.faults(mapped.json()));
        assertEquals("192.0.2.28", mapped.document().get("sourceIPAddress").asText());
        assertTrue(mapped.document().at("/additionalEventData/entities").size() > 100);
    }

    @Test
    void referencesDoNotPushOutWhatWouldFit() {
        ObjectNode event = alert();
        ArrayNode entities = event.putArray("Entities");
        entities.addObject().put("$id", "1").put("Type", "host").put("HostName", "h".repeat(2_000));
        for (int i = 0; i < 30; i++) {
            entities.addObject()
                    .put("Type", "process")
                    .put("ProcessId", "0x" + i)
                    .putObject("Host")
                    .put("$ref", "1");
        }

        JsonNode additional = map(event, ORIGIN).document().get("additionalEventData");

        assertFalse(additional.has("droppedFields"));
        assertEquals(31, additional.get("entities").size());
        assertEquals("{\"$ref\":\"1\"}", additional.at("/entities/30/host").toString());
    }

    @Test
    void aMessageOfTooManyEventsIsRefusedAsAWhole() {
        ArrayNode message = NODES.arrayNode();
        for (int i = 0; i <= EventMapper.MAX_EVENTS; i++) {
            message.addObject();
        }

        List<MappedEvent> mapped = MAPPER.toCloudTrail(message, ORIGIN);

        assertEquals(1, mapped.size());
        assertTrue(
                mapped.get(0).failure().reason().contains("20001 events"),
                mapped.get(0).failure().reason());
    }

    @Test
    void aTextThatIsCutKeepsWhatItSays() {
        ObjectNode event = NODES.objectNode()
                .put("type", "Microsoft.Security/secureScores")
                .put("id", "a");
        event.putObject("securityEventDataEnrichment").put("apiVersion", " ".repeat(300) + ",");

        JsonNode made = map(event, ORIGIN).document();

        assertEquals(",", made.get("version").textValue());
        assertEquals(
                " ".repeat(300) + ",",
                made.at("/additionalEventData/whole/version").textValue());
    }

    @Test
    void aMessageOfManyCrumbsIsRefusedAsAWhole() {
        ArrayNode message = NODES.arrayNode();
        for (int i = 0; i < 1_000; i++) {
            message.addObject().put("a", i);
        }

        List<MappedEvent> mapped = MAPPER.toCloudTrail(message, ORIGIN);

        assertEquals(1, mapped.size());
        assertEquals(
                "the message holds 1000 events of less than 64 bytes on average, which no event of Defender for"
                        + " Cloud has: look at what sends them",
                mapped.get(0).failure().reason());
    }

    @Test
    void anEndlesslyNestedEventIsRefusedAndNothingElseHappens() {
        JsonNode nested = NODES.objectNode();
        for (int i = 0; i < 200_000; i++) {
            nested = NODES.objectNode().set("a", nested);
        }

        MappedEvent mapped = map(nested, ORIGIN);

        assertTrue(
                mapped.failure().reason().contains("nested deeper"),
                mapped.failure().reason());
    }

    @Test
    void aLongNameIsCutBetweenCodePoints() {
        String name = map(alert().put("AlertType", "x" + "\uD83D\uDE00".repeat(1_000)), ORIGIN)
                .document()
                .get("eventName")
                .asText();

        assertEquals("x" + "\uD83D\uDE00".repeat(511), name);
    }

    @Test
    void anAccountThatIsNoneIsRefused() {
        for (String account : new String[] {null, "", "12345678901", "1234567890123", "12345678901a"}) {
            assertThrows(IllegalArgumentException.class, () -> new CloudTrailMapper(account, null));
        }
    }

    @Test
    void everythingThatDefenderSaysHasTheSourceThatSavedQueriesAskFor() throws IOException {
        for (SampleEvents.Sample sample : SampleEvents.all()) {
            for (MappedEvent event : MAPPER.toCloudTrail(JSON.readTree(sample.bytes()), ORIGIN)) {
                String source = event.document().get("eventSource").textValue();
                switch (event.kind()) {
                    case BLOB_CREATED -> assertEquals("eventgrid.azure.net", source);
                    case UNRECOGNISED -> assertEquals("eventhubs.azure.net", source);
                    default -> assertEquals("microsoft-defender-for-cloud", source, sample::name);
                }
            }
        }
    }

    @Test
    void anotherSourceIsThatOfEveryKind() throws IOException {
        CloudTrailMapper mapper = new CloudTrailMapper(EventDataForm.ACCOUNT, "contoso/defender:2", null);
        for (SampleEvents.Sample sample : SampleEvents.all()) {
            for (MappedEvent event : mapper.toCloudTrail(JSON.readTree(sample.bytes()), ORIGIN)) {
                if (event.kind() != EventKind.BLOB_CREATED && event.kind() != EventKind.UNRECOGNISED) {
                    assertEquals(
                            "contoso/defender:2",
                            event.document().get("eventSource").textValue(),
                            sample::name);
                }
            }
        }
    }

    @Test
    void aSourceThatCloudTrailDoesNotTakeIsRefused() {
        for (String source : new String[] {"", " ", "a\nb", "x".repeat(1025), "a b", "\u0000"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new CloudTrailMapper(EventDataForm.ACCOUNT, source, null));
        }
        new CloudTrailMapper(EventDataForm.ACCOUNT, "x".repeat(1024), null);
    }

    @Test
    void manyThreadsGetTheSameAsOne() throws Exception {
        List<String> alone = mapAll();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                tasks.add(CloudTrailMapperTest::mapAll);
            }
            for (Future<List<String>> result : threads.invokeAll(tasks)) {
                assertEquals(alone, result.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> mapAll() throws IOException {
        List<String> texts = new ArrayList<>();
        for (SampleEvents.Sample sample : SampleEvents.all()) {
            MAPPER.toCloudTrail(JSON.readTree(sample.bytes()), ORIGIN).forEach(event -> texts.add(event.json()));
        }
        return texts;
    }

    private static ObjectNode alert() {
        return NODES.objectNode()
                .put("SystemAlertId", "id-1")
                .put("AlertType", "T")
                .put("Status", "New")
                .put("TimeGenerated", "2026-01-01T00:00:01.5Z")
                .put("ProcessingEndTime", "2026-01-01T00:00:02Z");
    }

    private static MappedEvent map(JsonNode event, EventOrigin origin) {
        return MAPPER.toCloudTrail(event, origin).get(0);
    }

    private static String uid(JsonNode event, EventOrigin origin) {
        return uid(map(event, origin));
    }

    private static String uid(MappedEvent event) {
        return event.document().get("UID").textValue();
    }
}
