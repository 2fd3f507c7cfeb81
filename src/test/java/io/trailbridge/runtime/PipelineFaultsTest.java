package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** One bridge under load while one service after the other misbehaves: nothing is lost, and the cause is named. */
@Tag("slow")
class PipelineFaultsTest {
    private static final int EVENTS = 400;
    /** Seconds that an outage lasts; the continuous integration makes it longer. */
    private static final int OUTAGE = Integer.getInteger("outage.seconds", 3);

    private static final EntryFailure REFUSED_CONTENTS =
            new EntryFailure("InvalidMessageContents", "The message contains characters outside the allowed set", true);

    private static PipelineFixture pipeline;

    @BeforeAll
    static void start() throws Exception {
        pipeline = PipelineFixture.start(Map.of());
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @AfterEach
    void recover() {
        pipeline.clouds().eventHubs().faults().stopCutting();
        pipeline.clouds().sqsFaults().faults().clear();
        pipeline.clouds().dynamoDbFaults().faults().clear();
        pipeline.clouds().cloudTrail().faults().clear();
        await("health after the fault").atMost(Duration.ofSeconds(60)).until(pipeline::problems, String::isEmpty);
    }

    @Test
    void nothingIsLostWhenTheQueueRefusesOneMessageIn3() {
        double retried = pipeline.count("trailbridge.retried");
        pipeline.clouds().sqsFaults().faults().failEntries(3, EntryFailure.SQS_INTERNAL_ERROR);

        pipeline.awaitDelivered(pipeline.publish(EVENTS));

        assertTrue(pipeline.count("trailbridge.retried") - retried >= EVENTS / 37, "no entry was retried");
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhenTheChannelThrottlesRefusesEntriesAndFails() {
        pipeline.clouds().cloudTrail().faults().failEntries(7, EntryFailure.INTERNAL_FAILURE);
        Set<String> first = pipeline.publish(EVENTS);
        pipeline.awaitDelivered(first);
        pipeline.clouds().cloudTrail().faults().clear();

        pipeline.clouds().cloudTrail().faults().failEvery(2, Failure.UNAVAILABLE);
        pipeline.awaitDelivered(pipeline.publish(EVENTS));

        pipeline.clouds().cloudTrail().faults().fail(Failure.THROTTLING);
        Set<String> second = pipeline.publish(EVENTS);
        await().atMost(Duration.ofSeconds(30))
                .until(pipeline::problems, text -> text.contains("cloudtrail") && text.contains("ThrottlingException"));
        pipeline.clouds().cloudTrail().faults().clear();
        pipeline.awaitDelivered(second);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheCredentialsAreExpired() {
        pipeline.clouds().cloudTrail().faults().fail(Failure.EXPIRED_TOKEN);
        Set<String> uids = pipeline.publish(EVENTS);

        await().atMost(Duration.ofSeconds(30)).until(pipeline::problems, text -> text.contains("ExpiredToken"));
        pipeline.clouds().cloudTrail().faults().clear();

        pipeline.awaitDelivered(uids);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheQueueIsAway() {
        pipeline.clouds().sqsFaults().faults().refuse(true);
        Set<String> uids = pipeline.publish(EVENTS);

        await().atMost(Duration.ofSeconds(60))
                .until(
                        pipeline::problems,
                        text -> text.contains("sqs-batch:")
                                && text.contains(" at queue trailbridge-cloudtrail receive since "));
        await().during(Duration.ofSeconds(OUTAGE))
                .atMost(Duration.ofSeconds(OUTAGE + 60))
                .until(pipeline::problems, text -> text.contains("sqs-batch:"));
        pipeline.clouds().sqsFaults().faults().clear();

        pipeline.awaitDelivered(uids);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhenTheConnectionToTheHubIsCutEverySecond() {
        pipeline.clouds().eventHubs().faults().cutEvery(Duration.ofSeconds(1));

        Set<String> uids = pipeline.publish(EVENTS);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.clouds().eventHubs().faults().cuts() >= OUTAGE);
        uids.addAll(pipeline.publish(EVENTS));
        pipeline.awaitDelivered(uids);

        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheCheckpointTableRefuses() {
        pipeline.awaitDelivered(pipeline.publish(20));
        pipeline.clouds().dynamoDbFaults().faults().fail(Failure.DYNAMO_DB_THROUGHPUT_EXCEEDED);
        Set<String> uids = pipeline.publish(EVENTS);
        pipeline.awaitDelivered(uids);

        await().atMost(Duration.ofSeconds(60))
                .until(this::consumerDetails, text -> text.contains("ProvisionedThroughputExceeded"));
        pipeline.clouds().dynamoDbFaults().faults().clear();

        pipeline.awaitDelivered(pipeline.publish(EVENTS));
    }

    @Test
    void aPoisonMessageIsParkedOnceWithItsReasonAndItsNeighboursArrive() {
        pipeline.clouds()
                .cloudTrail()
                .faults()
                .failEntriesWhere(text -> text.contains("poison-7"), EntryFailure.INVALID_DATA);
        Set<String> neighbours = pipeline.publish(50);
        pipeline.publish(
                1,
                "{\"SystemAlertId\":\"poison-7\",\"AlertType\":\"T\",\"Severity\":\"Low\","
                        + "\"AlertDisplayName\":\"d\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\"}");
        neighbours.addAll(pipeline.publish(50));

        pipeline.awaitDelivered(neighbours);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message parked = deadLetters().get(0);
        assertTrue(parked.body().contains("poison-7"));
        assertEquals("InvalidData", attribute(parked, "FailureType"));
        assertEquals("deliver-cloudtrail", attribute(parked, "FailedRoute"));
        assertTrue(attribute(parked, "FailureReason").contains("InvalidData"), attribute(parked, "FailureReason"));
        assertTrue(attribute(parked, "FailedAt").startsWith("20"));
        assertEquals("1", attribute(parked, "ReceiveCount"));
        assertTrue(attribute(parked, "OriginalMessageId").length() > 10);
        assertEquals("alert", attribute(parked, "EventKind"));
        assertEquals(0, pipeline.clouds().sqs().depth(pipeline.clouds().queue().url()));
    }

    @Test
    void anEventThatTheQueueRejectsIsParkedInItsEnvelope() {
        AtomicBoolean reject = new AtomicBoolean(true);
        pipeline.clouds()
                .sqsFaults()
                .faults()
                .failEntriesWhere(text -> text.contains("refused-8") && reject.getAndSet(false), REFUSED_CONTENTS);
        pipeline.publish(2, "{\"id\":\"refused-8\"}");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message parked = deadLetters().get(0);
        assertTrue(parked.body().startsWith("{\"event_data\":{\"id\":\"refused-8\"},"), parked.body());
        assertEquals("InvalidMessageContents", attribute(parked, "FailureType"));
        assertEquals("ingest-defender", attribute(parked, "FailedRoute"));
        assertEquals("unrecognised", attribute(parked, "EventKind"));
    }

    @Test
    void anEventThatTheDeadLetterQueueRefusesTooStaysUnsettledUntilItIsTaken() {
        AtomicInteger rejections = new AtomicInteger();
        AtomicBoolean reject = new AtomicBoolean(true);
        pipeline.clouds()
                .sqsFaults()
                .faults()
                .failEntriesWhere(
                        text -> text.contains("refused-9") && reject.get() && rejections.incrementAndGet() > 0,
                        REFUSED_CONTENTS);
        int before = pipeline.clouds().cloudTrail().distinctIds();
        pipeline.publish(2, "{\"id\":\"refused-9\"}");

        await().atMost(Duration.ofSeconds(30)).until(() -> rejections.get() >= 4);
        assertEquals(before, pipeline.clouds().cloudTrail().distinctIds());
        reject.set(false);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().cloudTrail().distinctIds() == before + 1);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void anEventThatFitsNoMessageIsParkedAsANoticeOfItsPosition() {
        byte[] noise = new byte[900_000];
        new Random(11).nextBytes(noise);
        Set<String> neighbours = pipeline.publish(20);
        pipeline.clouds().eventHubs().hub(LocalClouds.HUB).append(3, noise, Map.of());
        neighbours.addAll(pipeline.publish(20));

        pipeline.awaitDelivered(neighbours);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message notice = deadLetters().get(0);
        assertTrue(notice.body().startsWith("{\"oversize_event\":"), notice.body());
        assertTrue(notice.body().contains("\"partition_id\":\"3\""), notice.body());
        assertEquals("OversizeEventException", attribute(notice, "FailureType"));
        assertEquals("ingest-defender", attribute(notice, "FailedRoute"));
    }

    @Test
    void aQueueMessageThatCannotBeOpenedIsParkedWithItsReason() {
        pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(
                        message -> message.queueUrl(pipeline.clouds().queue().url())
                                .messageBody("bm90IGd6aXA=")
                                .messageAttributes(Map.of(
                                        "ContentEncoding",
                                        MessageAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue("gzip+base64")
                                                .build())));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message parked = deadLetters().get(0);
        assertEquals("bm90IGd6aXA=", parked.body());
        assertEquals("InvalidEnvelopeException", attribute(parked, "FailureType"));
        assertTrue(attribute(parked, "FailureReason").contains("cannot be undone"), attribute(parked, "FailureReason"));
        pipeline.awaitDelivered(pipeline.publish(10));
    }

    @Test
    void whatIsNoJsonOrVeryLongStillArrives() {
        int before = pipeline.clouds().cloudTrail().distinctIds();
        pipeline.publish(0, "this is not JSON");
        pipeline.clouds().eventHubs().hub(LocalClouds.HUB).append(1, new byte[] {(byte) 0xFF, 0, 1}, Map.of());
        pipeline.publish(
                2,
                "{\"SystemAlertId\":\"long\",\"AlertType\":\"T\","
                        + "\"TimeGenerated\":\"2026-01-01T00:00:00Z\","
                        + "\"Description\":\"" + "long ".repeat(199_000) + "\"}");
        pipeline.publish(3, "{\"id\":\"odd\",\"text\":\"\uFFFF\"}");
        pipeline.publish(0, "{\"a\":1e99999999999}");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.clouds().cloudTrail().distinctIds() == before + 5);
        assertEquals(0, deadLetters().size());
    }

    private String consumerDetails() {
        return HealthCheckHelper.invoke(pipeline.bridge().context()).stream()
                .map(result -> result.getMessage().orElse("") + result.getDetails())
                .toList()
                .toString();
    }

    private static String deadLetterUrl() {
        return pipeline.clouds().queue().deadLetterUrl();
    }

    private static List<Message> deadLetters() {
        return pipeline.clouds().sqs().drain(deadLetterUrl());
    }

    private static String attribute(Message message, String name) {
        return message.messageAttributes().get(name).stringValue();
    }
}
