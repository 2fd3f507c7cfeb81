package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.schemas.PublishedSchemas;
import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The vendor's own messages, published to the hub, as the channel receives them. */
class PublicSamplesPipelineTest {
    private static final Set<String> STAND_FOR_NOTHING = Set.of("none", "null", "unknown", "n/a", "");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyDefenderMessageArrivesAsValidAuditEvents() throws Exception {
        PublicSamples.assumeHere();
        List<JsonNode> messages = messages();
        assertTrue(messages.size() >= 25, "too few samples: " + messages.size());
        int events = messages.stream()
                .mapToInt(message -> Classifier.unwrap(message).size())
                .sum();
        try (PipelineFixture pipeline = PipelineFixture.start(Map.of())) {
            for (int i = 0; i < messages.size(); i++) {
                pipeline.publish(i % 4, JSON.writeValueAsString(messages.get(i)));
            }
            // counted with repetitions: two of the published samples show the same event in the same state
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.clouds().cloudTrail().acceptedCount() == events);

            for (String eventData : pipeline.clouds().cloudTrail().accepted().values()) {
                JsonNode event = JSON.readTree(eventData);
                assertEquals(List.of(), PublishedSchemas.eventDataFaults(event), eventData);
                assertNoPlaceholder(event, eventData);
                assertFalse(event.path("eventName").asText().equals("UnrecognisedEvent"), eventData);
            }
            assertEquals(
                    0, pipeline.clouds().sqs().depth(pipeline.clouds().queue().deadLetterUrl()));
        }
    }

    private static List<JsonNode> messages() {
        return PublicSamples.orNothing(file -> true)
                .map(PublicSamples::read)
                .filter(message -> Classifier.unwrap(message).stream()
                        .map(Classifier::classify)
                        .noneMatch(kind -> kind == EventKind.UNRECOGNISED || kind == EventKind.BLOB_CREATED))
                .toList();
    }

    private static void assertNoPlaceholder(JsonNode node, String eventData) {
        if (node.isTextual()) {
            assertFalse(STAND_FOR_NOTHING.contains(node.asText().strip().toLowerCase()), node + " in " + eventData);
        }
        node.forEach(child -> assertNoPlaceholder(child, eventData));
    }
}
