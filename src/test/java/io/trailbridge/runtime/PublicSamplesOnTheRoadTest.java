package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vendor's own messages, published to the hub, as the channel receives them. */
class PublicSamplesOnTheRoadTest {
    private static final Path SAMPLES = Path.of("../shared/samples");
    private static final Path SCHEMA = Path.of("../shared/schemas/cloudtrail-eventdata.schema.json");
    private static final Set<String> STAND_FOR_NOTHING = Set.of("none", "null", "unknown", "n/a", "");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyDefenderMessageArrivesAsValidAuditEvents() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLES), "skipped: ../shared is not there");
        List<JsonNode> messages = messages();
        assertTrue(messages.size() >= 25, "too few samples: " + messages.size());
        int events = messages.stream().mapToInt(message -> Classifier.unwrap(message).size()).sum();
        try (Road road = Road.start(Map.of())) {
            for (int i = 0; i < messages.size(); i++) {
                road.publish(i % 4, JSON.writeValueAsString(messages.get(i)));
            }
            // counted with repetitions: two of the published samples show the same event in the same state
            await().atMost(Duration.ofSeconds(60)).until(() -> road.clouds().cloudTrail().acceptedCount() == events);

            JsonSchema schema = schema();
            for (String eventData : road.clouds().cloudTrail().accepted().values()) {
                JsonNode event = JSON.readTree(eventData);
                assertEquals(Set.of(), schema.validate(event), eventData);
                assertNothingStandsForNothing(event, eventData);
                assertFalse(event.path("eventName").asText().equals("UnrecognisedEvent"), eventData);
            }
            assertEquals(0, road.clouds().sqs().depth(road.clouds().queue().deadLetterUrl()));
        }
    }

    private static List<JsonNode> messages() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                JsonNode message = JSON.readTree(file.toFile());
                List<JsonNode> events = Classifier.unwrap(message);
                if (events.stream().map(Classifier::classify).noneMatch(
                        kind -> kind == EventKind.UNRECOGNISED || kind == EventKind.BLOB_CREATED)) {
                    messages.add(message);
                }
            }
        }
        return messages;
    }

    private static void assertNothingStandsForNothing(JsonNode node, String eventData) {
        if (node.isTextual()) {
            assertFalse(STAND_FOR_NOTHING.contains(node.asText().strip().toLowerCase()), node + " in " + eventData);
        }
        node.forEach(child -> assertNothingStandsForNothing(child, eventData));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(JSON.readTree(Files.readString(SCHEMA)));
    }
}
