package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.asff.AsffMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An alert as a row of a workspace: what were lists and objects are strings. */
class StringifiedStructuresTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AsffMapper ASFF = new AsffMapper("123456789012", "eu-west-1", "aws", null);
    private static final JsonNode ALERT = Formats.read("""
            {"SystemAlertId":"a","AlertType":"T","AlertDisplayName":"t","TimeGenerated":"2026-01-01T00:00:00Z",
             "ResourceIdentifiers":[{"Type":"AzureResource","AzureResourceId":
               "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/g/providers/P.Q/rs/r"}],
             "Entities":[{"$id":"1","Type":"host","HostName":"shop"},
               {"Type":"ip","Address":"198.51.100.7","Host":{"$ref":"1"}}],
             "ExtendedProperties":{"ActionTaken":"Blocked"},
             "RemediationSteps":["Look at it.","Block it."],
             "ExtendedLinks":[{"Href":"https://example.com/more"}]}
            """);

    @Test
    void everyFormatSeesTheSameInTextsAsInStructures() {
        for (Formats format : Formats.values()) {
            assertEquals(plain(format.only(ALERT)), plain(format.only(spelled())), format::name);
        }
        assertEquals(plain(finding(ALERT)), plain(finding(spelled())));
    }

    static Stream<Sample> samples() {
        return Formats.samples();
    }

    /** Every field that may arrive as text, one at a time. */
    @ParameterizedTest
    @MethodSource("samples")
    void everyStructureThatMappingsReadMayBeAText(Sample sample) {
        for (JsonNode event : Classifier.unwrap(Formats.read(sample))) {
            List<JsonNode> expected = documents(event);
            List<Integer> places = IntStream.range(0, Mutants.places(event))
                    .filter(place -> Mutants.at(event, place).isContainerNode() && maySpell(event, place))
                    .boxed()
                    .toList();
            for (int place : places) {
                JsonNode spelled = Mutants.mutant(
                        event, place, NODES.textNode(Mutants.at(event, place).toString()));
                assertEquals(expected, documents(spelled), () -> Mutants.nameOf(event, place) + " of " + event);
            }
        }
    }

    private static boolean maySpell(JsonNode event, int place) {
        FieldNames.Field field = FieldNames.of(Mutants.nameOf(event, place));
        return field != null && field.stringified() != FieldNames.Stringified.NONE;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void thePropertiesMayBeATextWithTextsInThem(Sample sample) {
        for (JsonNode event : Classifier.unwrap(Formats.read(sample))) {
            if (event.path("properties").isObject()) {
                ObjectNode properties = event.get("properties").deepCopy();
                properties.properties().forEach(field -> {
                    FieldNames.Field known = FieldNames.of(field.getKey());
                    if (field.getValue().isContainerNode()
                            && known != null
                            && known.stringified() != FieldNames.Stringified.NONE) {
                        field.setValue(NODES.textNode(field.getValue().toString()));
                    }
                });
                ObjectNode spelled = event.deepCopy();
                spelled.put("properties", properties.toString());

                assertEquals(documents(event), documents(spelled), event::toString);
                assertEquals(Classifier.classify(event), Classifier.classify(spelled));
            }
        }
    }

    @Test
    void whatAScannerAddsMayBeTextsUnderAnyName() {
        String event = "{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/"
                + "assessments/a/subAssessments/s','properties':{'id':'1','additionalData':{'patchable':true,"
                + "'cve':['{\\'title\\':\\'CVE-2099-0001\\',\\'link\\':\\'https://a.example/\\'}'],"
                + "'cvss':'{\\'3.0\\':{\\'base\\':9.8}}','vendorReferences':"
                + "'[{\\'title\\':\\'t\\',\\'link\\':\\'https://b.example/\\'}]'}}}";

        InEachFormat mapped = InEachFormat.of(event);

        assertEquals(
                9.8,
                mapped.ocsf().at("/vulnerabilities/0/cve/cvss/0/base_score").doubleValue());
        assertEquals("CVE-2099-0001", mapped.asff().at("/Vulnerabilities/0/Id").textValue());
        assertEquals(
                9.8, mapped.asff().at("/Vulnerabilities/0/Cvss/0/BaseScore").doubleValue());
        assertEquals(
                "[\"https://a.example/\",\"https://b.example/\"]",
                mapped.asff().at("/Vulnerabilities/0/ReferenceUrls").toString());
        assertEquals(
                "[\"CVE-2099-0001\"]",
                mapped.cloudTrail().at("/additionalEventData/cves").toString());
    }

    @Test
    void textsWithinTextsAreReadToABoundAndAllOfThemOnce() {
        ObjectNode event = ALERT.deepCopy();
        JsonNode status = NODES.objectNode().put("value", "Dismissed");
        for (int level = 0; level < 5; level++) {
            status = NODES.textNode(status.toString());
            event.set("Status", status);
            boolean read = level < 1;
            assertEquals(
                    read,
                    Formats.CLOUDTRAIL
                            .only(event)
                            .at("/additionalEventData/status")
                            .asText()
                            .equals("Dismissed"),
                    status::toString);
            status = NODES.arrayNode().add(status);
        }
    }

    @Test
    void theAddressWithinATextBecomesThatOfTheEvidence() {
        JsonNode finding = Formats.OCSF_1_7.only(spelled());

        assertEquals(
                "20dc354a-ba60-44fb-88f8-283b7efd4fcf",
                finding.at("/cloud/account/uid").textValue());
        assertTrue(finding.path("evidences").toString().contains("\"src_endpoint\":{\"ip\":\"198.51.100.7\""));
    }

    @Test
    void aTextWithANumberBeyondAllBoundsStaysAText() {
        ObjectNode odd = ALERT.deepCopy();
        odd.put("ExtendedProperties", "{\"a\":1e99999999999}");

        for (Formats format : Formats.values()) {
            assertTrue(format.only(odd).isObject(), format::name);
        }
    }

    private static JsonNode finding(JsonNode event) {
        List<MappedEvent> findings = ASFF.toAsff(event, Formats.ORIGIN);
        return Formats.read(findings.get(0).json());
    }

    private static List<JsonNode> documents(JsonNode event) {
        List<JsonNode> documents = new ArrayList<>();
        for (Formats format : Formats.values()) {
            documents.add(plain(format.only(event)));
        }
        documents.add(plain(finding(event)));
        return documents;
    }

    /** Without the event as it came and what is counted of it. */
    private static JsonNode plain(JsonNode document) {
        ObjectNode plain = document.deepCopy();
        plain.remove(List.of("raw_data", "raw_data_size", "raw_data_hash"));
        if (plain.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("uid", "processed_time"));
        }
        return plain;
    }

    private static JsonNode spelled() {
        ObjectNode spelled = NODES.objectNode();
        ALERT.properties()
                .forEach(field -> spelled.set(
                        field.getKey(),
                        field.getValue().isContainerNode()
                                ? NODES.textNode(field.getValue().toString())
                                : field.getValue()));
        return spelled;
    }
}
