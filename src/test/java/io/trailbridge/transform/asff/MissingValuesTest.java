package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.SUBSCRIPTION;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.assessment;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the source are recognised in any letter case, and no value is invented for a missing one. */
class MissingValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void aTitleIsTheSourcesOwnAndAMissingDescriptionRepeatsIt() {
        JsonNode typed = map(alert());
        JsonNode named = map(NODES.objectNode()
                .put("type", "Microsoft.Security/assessments")
                .put("name", "n-1")
                .put("id", SUBSCRIPTION + "/providers/Microsoft.Security/assessments/n-1"));

        assertEquals("T", typed.get("Title").asText());
        assertEquals("T", typed.get("Description").asText());
        assertEquals("n-1", named.get("Title").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "healthy, PASSED",
        "UNHEALTHY, FAILED",
        "notapplicable, NOT_AVAILABLE",
        "Skipped, NOT_AVAILABLE",
        "Odd, ''"
    })
    void aStateIsKnownInAnyCaseAndOneThatIsNotKnownIsNotMadeUp(String code, String status) {
        JsonNode finding = map(assessment(code));

        assertEquals(status, finding.at("/Compliance/Status").asText());
        assertEquals(
                code,
                finding.get("ProductFields")
                        .get(ProductFields.PREFIX + "status.code")
                        .asText());
        assertEquals(status.isEmpty() || status.equals("FAILED"), !finding.has("Severity"));
    }

    @ParameterizedTest
    @CsvSource({"High, HIGH", "critical, CRITICAL", "MEDIUM, MEDIUM", "Low, LOW", "Informational, INFORMATIONAL"})
    void aSeverityIsKnownInAnyCase(String word, String label) {
        JsonNode finding = map(alert().put("Severity", word));

        assertEquals(label, finding.at("/Severity/Label").asText());
        assertEquals(label, finding.at("/FindingProviderFields/Severity/Label").asText());
        assertEquals(
                word, finding.at("/FindingProviderFields/Severity/Original").asText());
    }

    @Test
    void aSeverityThatIsMissingOrNotKnownIsNotMadeUp() {
        JsonNode none = map(alert());
        JsonNode odd = map(alert().put("Severity", "Severe"));

        assertFalse(none.has("Severity"));
        assertFalse(none.get("FindingProviderFields").has("Severity"));
        assertFalse(odd.has("Severity"));
        assertEquals(
                "{\"Original\":\"Severe\"}",
                odd.at("/FindingProviderFields/Severity").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Execution, CommandAndControl | TTPs/Execution;TTPs/Command and Control",
                "PrivilegeEscalation | TTPs/Privilege Escalation",
                "Lateral Movement | TTPs/Lateral Movement",
                "Exfiltration, Impact | Effects/Data Exfiltration;Effects",
                "PreAttack, Probing, Exploitation | TTPs/PreAttack;TTPs/Probing;TTPs/Exploitation",
                "Execution, execution | TTPs/Execution",
                "Unknown | Unusual Behaviors",
                "No/Such/Tactic/AtAll | Unusual Behaviors"
            })
    void tacticsAreTheTypesOfAFinding(String intent, String types) {
        JsonNode finding = map(alert().put("Intent", intent));

        assertEquals(JSON.valueToTree(List.of(types.split(";"))), finding.get("Types"));
        assertEquals(finding.get("Types"), finding.at("/FindingProviderFields/Types"));
    }

    @Test
    void aScoreWithoutPointsToHaveIsNotAvailableAndFewerPointsAreMoreSevere() throws JsonProcessingException {
        assertEquals("NOT_AVAILABLE/INFORMATIONAL", score("0", "0"));
        assertEquals("PASSED/INFORMATIONAL", score("10", "10"));
        assertEquals("WARNING/INFORMATIONAL", score("8", "10"));
        assertEquals("WARNING/LOW", score("6", "10"));
        assertEquals("WARNING/MEDIUM", score("4", "10"));
        assertEquals("WARNING/HIGH", score("0", "10"));
        assertEquals("/", score("null", "10"));
    }

    private static String score(String current, String max) throws JsonProcessingException {
        JsonNode finding = map(JSON.readTree("{\"id\":\"" + SUBSCRIPTION
                + "/providers/Microsoft.Security/secureScores/ascScore\",\"properties\":{\"displayName\":\"Score\","
                + "\"score\":{\"current\":" + current + ",\"max\":" + max + "}}}"));
        return finding.at("/Compliance/Status").asText() + "/"
                + finding.at("/Severity/Label").asText();
    }
}
