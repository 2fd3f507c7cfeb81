package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads of a finding's text first: what it is, how severe, when and what, and not the event once more. */
@Tag("slow")
class ReadingOrderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIRST = List.of(
            "class_uid",
            "class_name",
            "category_uid",
            "category_name",
            "activity_id",
            "activity_name",
            "type_uid",
            "type_name",
            "severity_id",
            "severity",
            "status_id",
            "status",
            "status_code",
            "status_detail",
            "time",
            "message");
    private static final List<String> LAST = List.of("unmapped", "raw_data", "raw_data_size", "raw_data_hash");

    static Stream<Sample> samples() {
        return SampleEvents.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsReadFirstStandsFirstAndTheEventAsItCameLast(Sample sample) throws IOException {
        for (String version : OcsfForm.VERSIONS) {
            for (MappedEvent event :
                    OcsfForm.mapper(version, true).toOcsf(JSON.readTree(sample.bytes()), OcsfForm.ORIGIN)) {
                if (!event.failed()) {
                    assertOrder(names(JSON.readTree(event.json())));
                }
            }
        }
    }

    @Test
    void theOrderIsThatOfAMappingOfTheUsersOwnAsWell(@TempDir Path overrides) throws IOException {
        Files.createDirectories(overrides.resolve("ocsf"));
        Files.writeString(overrides.resolve("ocsf/alert.jslt"), """
                {"raw_data": "{}", "unmapped": {"a": 1}, "finding_info": {"uid": "u"}, "time": 1, "message": "m",
                 "metadata": {"version": "1.7.0", "product": {"name": "p"}}, "severity_id": 4, "type_uid": 200401,
                 "activity_id": 1, "category_uid": 2, "class_uid": 2004}
                """);
        JsonNode alert = JSON.readTree("{\"AlertType\":\"x\",\"SystemAlertId\":\"y\"}");
        MappedEvent event = new OcsfMapper(OcsfMapper.VERSION, true, overrides, Clock.systemUTC())
                .toOcsf(alert, OcsfForm.ORIGIN)
                .get(0);

        List<String> names = names(event.document());
        assertEquals(FIRST.stream().filter(names::contains).toList(), names.subList(0, 12));
        assertEquals(List.of("finding_info", "metadata", "unmapped", "raw_data"), names.subList(12, names.size()));
    }

    private static void assertOrder(List<String> names) {
        List<String> first = FIRST.stream().filter(names::contains).toList();
        List<String> last = LAST.stream().filter(names::contains).toList();
        assertTrue(
                first.containsAll(List.of("class_uid", "class_name", "type_name", "severity_id", "time")),
                names::toString);
        assertEquals(first, names.subList(0, first.size()));
        assertEquals(last, names.subList(names.size() - last.size(), names.size()));
    }

    private static List<String> names(JsonNode finding) {
        List<String> names = new ArrayList<>();
        finding.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
