package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.asff.AsffMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An alert as a row of a workspace: what were lists and objects are texts. */
class SpelledStructuresTest {
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

    @Test
    void theAddressWithinATextBecomesThatOfTheEvidence() {
        JsonNode finding = Formats.OCSF_1_7.only(spelled());

        assertEquals("20dc354a-ba60-44fb-88f8-283b7efd4fcf", finding.at("/cloud/account/uid").textValue());
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
        ALERT.properties().forEach(field -> spelled.set(
                field.getKey(),
                field.getValue().isContainerNode() ? NODES.textNode(field.getValue().toString()) : field.getValue()));
        return spelled;
    }
}
