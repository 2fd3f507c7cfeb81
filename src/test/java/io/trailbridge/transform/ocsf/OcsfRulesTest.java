package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.schemas.PublishedSchemas;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfFields.Attribute;
import io.trailbridge.transform.ocsf.OcsfFields.Caption;
import io.trailbridge.transform.ocsf.OcsfFields.Presence;
import io.trailbridge.transform.ocsf.OcsfFields.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcsfRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = "{'class_uid': 2004, 'category_uid': 2, 'activity_id': 1, 'type_uid': 200401, "
            + "'severity_id': 4, 'time': 1, 'metadata': {'version': '1.7.0', 'product': {'name': 'p'}}, "
            + "'finding_info': {'uid': 'u'}%s}";

    /** The error for a custom mapping that makes this finding. */
    private static MappedEvent mapped(Path overrides, String mapping) throws IOException {
        Files.createDirectories(overrides.resolve("ocsf"));
        Files.writeString(overrides.resolve("ocsf/alert.jslt"), mapping.replace('\'', '"'));
        JsonNode alert = JSON.readTree("{\"AlertType\":\"x\",\"SystemAlertId\":\"y\"}");
        return new OcsfMapper(OcsfMapper.VERSION, true, overrides, Clock.systemUTC())
                .toOcsf(alert, OcsfForm.ORIGIN)
                .get(0);
    }

    @Test
    void aWholeFindingGetsItsCaptions(@TempDir Path overrides) throws IOException {
        JsonNode finding = mapped(overrides, WHOLE.formatted("")).document();
        assertEquals("Detection Finding", finding.get("class_name").textValue());
        assertEquals("Findings", finding.get("category_name").textValue());
        assertEquals("Create", finding.get("activity_name").textValue());
        assertEquals("Detection Finding: Create", finding.get("type_name").textValue());
        assertEquals("High", finding.get("severity").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'class_uid': 2004|'class_uid': 6003|$.class_uid",
                "'time': 1,||$.time",
                "'time': 1|'time': 'now'|$.time",
                "'severity_id': 4|'severity_id': 7|$.severity_id",
                "'severity_id': 4|'severity_id': '4'|$.severity_id",
                "{'uid': 'u'}|{'title': 't'}|$.finding_info.uid",
                "{'name': 'p'}|{'vendor_name': 'v'}|$.metadata.product",
                "'time': 1|'time': 1, 'surprise': 1|$.surprise",
                "'time': 1|'time': 1, 'action_id': 1|$.action_id",
                "'time': 1|'time': 1, 'resources': {'uid': 'a'}|$.resources",
                "'time': 1|'time': 1, 'resources': [{'uid': 'a'}, {'type': 't'}]|$.resources[1]",
                "'time': 1|'time': 1, 'evidences': [{'src_endpoint': {'ip': '1.2.3'}}]|$.evidences[0].src_endpoint.ip",
                "'time': 1|'time': 1, 'remediation': {'references': ['x']}|$.remediation.desc"
            })
    void aFaultIsRefusedWithItsPath(String old, String faulty, String path, @TempDir Path overrides)
            throws IOException {
        String mapping = WHOLE.formatted("").replace(old, faulty == null ? "" : faulty);
        MappedEvent event = mapped(overrides, mapping);
        assertTrue(event.failed(), () -> event.json());
        assertEquals(path, event.failure().path());
        assertEquals("ocsf/alert.jslt", event.failure().mapping());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.7.0", "1.3.0"})
    void theTableSaysWhatThePublishedSchemasSay(String version) throws IOException {
        OcsfFields fields = OcsfFields.of(version);
        JsonNode ocsf = PublishedSchemas.ocsf(version);
        Map<String, JsonNode> published = new TreeMap<>();
        ocsf.get("classes").properties().forEach(one -> published.put(one.getKey(), one.getValue()));
        ocsf.get("$defs")
                .properties()
                .forEach(one -> published.put(one.getKey().replaceFirst("^obj_", ""), one.getValue()));
        List<String> differences = published.entrySet().stream()
                .filter(entry -> fields.shape(entry.getKey()) != null)
                .flatMap(entry -> differences(entry.getKey(), fields.shape(entry.getKey()), entry.getValue()))
                .toList();
        assertEquals(List.of(), differences);
    }

    private static Stream<String> differences(String name, Shape shape, JsonNode schema) {
        return shape.attributes().values().stream().flatMap(attribute -> {
            JsonNode property = schema.at("/properties/" + attribute.name());
            if ((attribute.presence() == Presence.HERE) == property.isMissingNode()) {
                return Stream.of(name + "." + attribute.name() + " is " + attribute.presence());
            }
            return property.isMissingNode() ? Stream.empty() : numbers(name, attribute, property);
        });
    }

    private static Stream<String> numbers(String name, Attribute attribute, JsonNode property) {
        JsonNode values = attribute.list() ? property.path("items") : property;
        if (attribute.list() != property.path("type").asText().equals("array")) {
            return Stream.of(name + "." + attribute.name() + " is a list or not");
        }
        TreeMap<Integer, String> listed = new TreeMap<>();
        JsonNode captions = values.has("x-ocsf-enum-captions")
                ? values.get("x-ocsf-enum-captions")
                : property.path("x-ocsf-enum-captions");
        if (!attribute.captions().isEmpty()) {
            captions.properties()
                    .forEach(caption -> listed.put(
                            Integer.valueOf(caption.getKey()),
                            caption.getValue().asText()));
        }
        TreeMap<Integer, String> ours = new TreeMap<>();
        for (int number : attribute.captions().numbers()) {
            Caption caption = attribute.captions().of(number);
            if (caption.here()) {
                ours.put(number, caption.text().textValue());
            }
        }
        return listed.equals(ours)
                ? Stream.empty()
                : Stream.of(name + "." + attribute.name() + " " + new TreeSet<>(ours.keySet()) + " " + listed.keySet());
    }
}
