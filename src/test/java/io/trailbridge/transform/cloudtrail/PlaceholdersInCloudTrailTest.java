package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A placeholder value is no value in any string of an event. */
@Tag("slow")
class PlaceholdersInCloudTrailTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** What carries a part of the event as it came. */
    private static final List<String> AS_IT_CAME =
            List.of("unmapped", "entities", "extendedProperties", "additionalData", "graph", "data", "event");

    /** What may hold objects of the source. */
    private static final List<String> OBJECTS =
            List.of("resources", "links", "entryPoint", "target", "steps", "status", "risks", "score");

    private static final String SECURITY =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/";

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPlaceholderReachesNoFieldOfTheFormItself(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        Set<String> found = new TreeSet<>();
        for (JsonNode mutant : Mutants.withWords(message, "None", " unknown ", "N/A")) {
            for (MappedEvent mapped : MAPPER.toCloudTrail(mutant, ORIGIN)) {
                assertEquals(List.of(), EventDataForm.faults(mapped.json()));
                found.addAll(Fillers.in(typed(mapped.document()), "$"));
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void whatCarriesThePartsOfAnEventKeepsTheirWords() throws IOException {
        JsonNode alert = map("{'SystemAlertId':'a','AlertType':'T','AlertDisplayName':'t','Own':'None',"
                + "'ExtendedProperties':{'publicAccess':'None'},"
                + "'Entities':[{'Type':'blob-container','PublicAccess':'None'}]}");

        assertEquals("None", alert.at("/additionalEventData/unmapped/Own").textValue());
        assertEquals(
                "None",
                alert.at("/additionalEventData/extendedProperties/publicAccess").textValue());
        assertEquals(
                "None", alert.at("/additionalEventData/entities/0/PublicAccess").textValue());
    }

    @Test
    void whatIsCalledNoneIsNamedAsTheSourceDoes() throws IOException {
        JsonNode alert = map("{'SystemAlertId':'a','AlertType':'T','ResourceIdentifiers':[{'Type':'LogAnalytics',"
                + "'WorkspaceId':'none','ResourceGroup':'None'}],'ExtendedLinks':[{'Label':'Unknown','Href':'x'}]}");
        JsonNode assessment = map("{'id':'" + SECURITY + "assessments/a','properties':{'resourceDetails':{'Id':'/r',"
                + "'Source':'Azure','ResourceName':'none','publicAccess':'None','machineName':'none'}}}");
        JsonNode path = map("{'id':'" + SECURITY + "attackPaths/a','properties':{'entryPoint':{'name':'none'},"
                + "'target':{'name':'None'},'attackPathSteps':[{'name':'unknown'}]}}");

        assertEquals(
                "{\"type\":\"LogAnalytics\",\"workspaceId\":\"none\",\"resourceGroup\":\"None\"}",
                alert.at("/additionalEventData/resources/0").toString());
        assertEquals("Unknown", alert.at("/additionalEventData/links/0/label").textValue());
        assertEquals(
                "[{\"id\":\"/r\",\"source\":\"Azure\",\"resourceName\":\"none\",\"publicAccess\":\"None\","
                        + "\"machineName\":\"none\"}]",
                assessment.at("/additionalEventData/resources").toString());
        assertEquals("none", path.at("/additionalEventData/entryPoint/name").textValue());
        assertEquals("None", path.at("/additionalEventData/target/name").textValue());
        assertEquals("unknown", path.at("/additionalEventData/steps/0/name").textValue());
    }

    @Test
    void aTitleThatIsAPlaceholderIsReplacedByTheNext() throws IOException {
        JsonNode assessment = map("{'id':'" + SECURITY + "assessments/a','properties':{'displayName':'Unknown',"
                + "'status':{'code':'Unhealthy'},'metadata':{'displayName':'Use HTTPS'}}}");
        JsonNode alert = map("{'SystemAlertId':'a','AlertType':'T','AlertDisplayName':'N/A',"
                + "'eventName':{'value':'Use of a key'}}");

        assertEquals("Use HTTPS", assessment.at("/additionalEventData/title").textValue());
        assertEquals("Use of a key", alert.at("/additionalEventData/title").textValue());
    }

    @Test
    void aResourceThatIsAPlaceholderIsReplacedByTheNext() throws IOException {
        JsonNode alert = map("{'SystemAlertId':'a','AlertType':'T','AssociatedResource':'None'," + "'AzureResourceId':'"
                + SECURITY + "x/y'}");

        assertEquals(
                "[{\"id\":\"" + SECURITY + "x/y\"}]",
                alert.at("/additionalEventData/resources").toString());
    }

    @Test
    void blanksAroundAPlaceholderAreIgnored() throws IOException {
        JsonNode alert = map("{'SystemAlertId':'a','AlertType':'T','Severity':' Unknown ',"
                + "'ReportedSeverity':'High','Description':' N/A'}");

        assertEquals("High", alert.at("/additionalEventData/severity").textValue());
    }

    private static JsonNode map(String event) throws IOException {
        return MAPPER.toCloudTrail(JSON.readTree(event.replace('\'', '"')), ORIGIN)
                .get(0)
                .document();
    }

    /** Without what is the event's own as it came. */
    private static JsonNode typed(JsonNode eventData) {
        ObjectNode typed = eventData.deepCopy();
        ObjectNode additional = ((ObjectNode) typed.get("additionalEventData")).remove(AS_IT_CAME);
        for (String name : OBJECTS) {
            if (additional.path(name).isObject()) {
                additional.remove(name);
            }
            additional.path(name).forEach(element -> {
                if (element instanceof ObjectNode object) {
                    JsonNode id = object.get("id");
                    object.removeAll();
                    if (id != null && name.equals("resources")) {
                        object.set("id", id);
                    }
                }
            });
        }
        return typed;
    }
}
