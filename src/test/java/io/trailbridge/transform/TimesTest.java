package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The time of a result is the event's, else that of its arrival, and never that of the clock. */
class TimesTest {
    static Stream<Sample> samples() {
        return Formats.samples();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T07:21:30Z, 1772436090000", "2026-03-02T07:21:30.1Z, 1772436090100",
        "2026-03-02T07:21:30.12Z, 1772436090120", "2026-03-02T07:21:30.123Z, 1772436090123",
        "2026-03-02T07:21:30.1239Z, 1772436090123", "2026-03-02T07:21:30.12399Z, 1772436090123",
        "2026-03-02T07:21:30.123999Z, 1772436090123", "2026-03-02T07:21:30.1239999Z, 1772436090123",
        "2026-03-02T07:21:30, 1772436090000", "2026-03-02T07:21:30.1239999, 1772436090123",
        "2026-03-02T09:21:30.5+02:00, 1772436090500"
    })
    void anyFractionAndAMissingZoneAreRead(String text, long ms) {
        JsonNode alert =
                Formats.read("{\"SystemAlertId\":\"a\",\"AlertType\":\"t\"," + "\"TimeGenerated\":\"" + text + "\"}");
        JsonNode assessment = Formats.read("{\"type\":\"Microsoft.Security/assessments\",\"id\":\"a\",\"properties\":"
                + "{\"status\":{\"code\":\"Unhealthy\",\"statusChangeDate\":\"" + text + "\"}}}");
        for (JsonNode event : List.of(alert, assessment)) {
            assertEquals(
                    ms / 1000,
                    Instant.parse(Formats.CLOUDTRAIL
                                    .only(event)
                                    .get("eventTime")
                                    .textValue())
                            .getEpochSecond());
            assertEquals(ms, Formats.OCSF_1_7.only(event).get("time").longValue());
            assertEquals(ms, Formats.OCSF_1_3.only(event).get("time").longValue());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEventWithoutAnyTimeTakesThatOfItsArrival(Sample sample) {
        JsonNode timeless = withoutTimes(Formats.read(sample));
        for (Formats format : Formats.values()) {
            for (MappedEvent event : format.map(timeless, Formats.ORIGIN)) {
                JsonNode document = event.document();
                assertEquals(
                        format == Formats.CLOUDTRAIL ? "\"2026-05-05T10:00:00Z\"" : "1777975200123",
                        document.get(format == Formats.CLOUDTRAIL ? "eventTime" : "time")
                                .toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withNeitherItIsRefusedByTheNameOfTheField(Sample sample) {
        JsonNode timeless = withoutTimes(Formats.read(sample));
        EventOrigin unknown = new EventOrigin("hub", "1", 7L, null, 0);
        for (Formats format : Formats.values()) {
            for (MappedEvent event : format.map(timeless, unknown)) {
                assertTrue(event.failed());
                assertEquals(format.timePath, event.failure().path());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noResultHoldsATimeThatIsNotTheEventsOrItsArrivals(Sample sample) {
        JsonNode timeless = withoutTimes(Formats.read(sample));
        EventOrigin early = new EventOrigin("hub", "1", 7L, Instant.parse("2001-02-03T04:05:06Z"), 0);
        for (Formats format : Formats.values()) {
            for (MappedEvent event : format.map(timeless, early)) {
                ObjectNode document = event.document().deepCopy();
                // This is the time of the clock by its meaning, and the test's clock does not move.
                if (document.path("metadata") instanceof ObjectNode metadata) {
                    metadata.remove("processed_time");
                }
                for (long time : times(document)) {
                    assertEquals(981173106000L, time, document::toString);
                }
            }
        }
    }

    private static List<Long> times(JsonNode node) {
        List<Long> times = new ArrayList<>();
        node.properties().forEach(field -> {
            if (field.getValue().isIntegralNumber() && field.getKey().matches("time|.*_time")) {
                times.add(field.getValue().longValue());
            }
            times.addAll(times(field.getValue()));
        });
        if (node.isArray()) {
            node.forEach(element -> times.addAll(times(element)));
        }
        return times;
    }

    private static JsonNode withoutTimes(JsonNode message) {
        JsonNode copy = message.deepCopy();
        removeTimes(copy);
        return copy;
    }

    private static void removeTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.properties().forEach(field -> {
                if (isTime(field.getValue())) {
                    names.add(field.getKey());
                }
            });
            object.remove(names);
        } else if (node instanceof ArrayNode array) {
            array.removeIf(TimesTest::isTime);
        }
        node.forEach(TimesTest::removeTimes);
    }

    private static boolean isTime(JsonNode value) {
        return value.isTextual() && value.textValue().matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*");
    }
}
