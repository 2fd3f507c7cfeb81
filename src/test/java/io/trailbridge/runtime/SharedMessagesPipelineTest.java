package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages with several envelopes, from the hub to the sink: each event has its own fate. */
@Timeout(120)
@Tag("slow")
class SharedMessagesPipelineTest {
    private PipelineFixture pipeline;

    @BeforeEach
    void start() throws Exception {
        pipeline = PipelineFixture.start(Map.of());
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private static String envelope(String event, int number) {
        return "{\"event_data\":" + event + ",\"event_metadata\":{\"sequence_number\":\"" + number
                + "\",\"partition_id\":\"3\",\"enqueued_time\":\"2026-05-05T10:00:00Z\"},"
                + "\"processing_metadata\":{\"eventhub_name\":\"hub\"}}";
    }

    private List<Message> deadLetters() {
        List<Message> letters = new ArrayList<>();
        await().until(() -> {
            letters.addAll(
                    pipeline.clouds().sqs().drain(pipeline.clouds().queue().deadLetterUrl()));
            return !letters.isEmpty();
        });
        return letters;
    }

    private boolean isQueueEmpty() {
        String queue = pipeline.clouds().queue().url();
        return pipeline.clouds().sqs().depth(queue) + pipeline.clouds().sqs().held(queue) == 0;
    }

    @Test
    void oneEventOfASharedMessageIsDeadLetteredByItselfWithItsPosition() {
        Set<String> uids = new HashSet<>();
        List<String> envelopes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            uids.addAll(SampleEvents.expectedUids(i));
            envelopes.add(envelope(new String(SampleEvents.at(i), StandardCharsets.UTF_8), i));
        }
        String bad = envelope("{\"systemAlertId\":\"x\"}", 77).replace("2026-05-05T10:00:00Z", "yesterday");
        envelopes.add(4, bad);
        MessageAttributeValue kind = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("alert")
                .build();
        pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(
                        message -> message.queueUrl(pipeline.clouds().queue().url())
                                .messageBody(EnvelopeArray.join(envelopes))
                                .messageAttributes(Map.of("EventKind", kind)));

        pipeline.awaitDelivered(uids);
        await().until(this::isQueueEmpty);
        List<Message> letters = deadLetters();
        assertEquals(1, letters.size());
        assertEquals(bad, letters.get(0).body());
        Map<String, String> attributes = letters.get(0).messageAttributes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, attribute -> attribute.getValue().stringValue()));
        assertEquals("alert", attributes.get("EventKind"));
        assertTrue(attributes.get("FailureReason").contains("enqueued_time"), attributes::toString);
        assertTrue(
                pipeline.clouds().cloudTrail().timesAccepted().values().stream().allMatch(times -> times == 1));
    }

    @Test
    void aDeadLetterOfASharedMessageHasTheAttributesOfItsEvent() {
        String unmapped = envelope("[" + "{},".repeat(200) + "{}]", 5);
        pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(
                        message -> message.queueUrl(pipeline.clouds().queue().url())
                                .messageBody(EnvelopeArray.join(List.of(unmapped))));

        Message letter = deadLetters().get(0);
        assertEquals(unmapped, letter.body());
        assertEquals("3", letter.messageAttributes().get("PartitionId").stringValue());
        assertEquals("5", letter.messageAttributes().get("SequenceNumber").stringValue());
        assertEquals("hub/3/5", letter.messageAttributes().get("CorrelationId").stringValue());
        await().until(this::isQueueEmpty);
    }

    @Test
    void aBacklogTravelsInFewMessagesAndArrivesOnce() {
        pipeline.clouds().sqsFaults().faults().fail(Failure.UNAVAILABLE);
        Set<String> uids = pipeline.publish(3000);
        await().until(() -> pipeline.count("trailbridge.events.received") >= 2000);
        pipeline.clouds().sqsFaults().faults().clear();

        pipeline.awaitDelivered(uids);
        await().atMost(Duration.ofSeconds(30)).until(this::isQueueEmpty);
        assertTrue(
                pipeline.count("trailbridge.sqs.deleted") < 1500,
                "messages: " + pipeline.count("trailbridge.sqs.deleted"));
        assertTrue(pipeline.clouds().cloudTrail().timesAccepted().entrySet().stream()
                .filter(accepted -> uids.contains(accepted.getKey()))
                .allMatch(accepted -> accepted.getValue() == 1));
    }
}
