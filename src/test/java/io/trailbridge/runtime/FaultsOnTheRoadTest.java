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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** One bridge under load while one service after the other misbehaves: nothing is lost, and the cause is named. */
class FaultsOnTheRoadTest {
    private static final int EVENTS = 400;
    /** Seconds that an outage lasts; the continuous integration makes it longer. */
    private static final int OUTAGE = Integer.getInteger("outage.seconds", 3);

    private static final EntryFailure REFUSED_CONTENTS =
            new EntryFailure("InvalidMessageContents", "The message contains characters outside the allowed set", true);

    private static Road road;

    @BeforeAll
    static void start() throws Exception {
        road = Road.start(Map.of());
    }

    @AfterAll
    static void stop() {
        road.close();
    }

    @AfterEach
    void recover() {
        road.clouds().eventHubs().faults().stopCutting();
        road.clouds().sqsFaults().faults().clear();
        road.clouds().dynamoDbFaults().faults().clear();
        road.clouds().cloudTrail().faults().clear();
        await("health after the fault").atMost(Duration.ofSeconds(60)).until(road::problems, String::isEmpty);
    }

    @Test
    void nothingIsLostWhenTheQueueRefusesOneEntryIn37() {
        double retried = road.count("trailbridge.retried");
        road.clouds().sqsFaults().faults().failEntries(37, EntryFailure.SQS_INTERNAL_ERROR);

        road.awaitDelivered(road.publish(EVENTS));

        assertTrue(road.count("trailbridge.retried") - retried >= EVENTS / 37, "no entry was tried again");
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhenTheChannelThrottlesRefusesEntriesAndFails() {
        road.clouds().cloudTrail().faults().failEntries(7, EntryFailure.INTERNAL_FAILURE);
        Set<String> first = road.publish(EVENTS);
        road.awaitDelivered(first);
        road.clouds().cloudTrail().faults().clear();

        road.clouds().cloudTrail().faults().failEvery(2, Failure.UNAVAILABLE);
        road.awaitDelivered(road.publish(EVENTS));

        road.clouds().cloudTrail().faults().fail(Failure.THROTTLING);
        Set<String> second = road.publish(EVENTS);
        await().atMost(Duration.ofSeconds(30)).until(road::problems,
                text -> text.contains("cloudtrail") && text.contains("ThrottlingException"));
        road.clouds().cloudTrail().faults().clear();
        road.awaitDelivered(second);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheCredentialsAreExpired() {
        road.clouds().cloudTrail().faults().fail(Failure.EXPIRED_TOKEN);
        Set<String> uids = road.publish(EVENTS);

        await().atMost(Duration.ofSeconds(30)).until(road::problems, text -> text.contains("ExpiredToken"));
        road.clouds().cloudTrail().faults().clear();

        road.awaitDelivered(uids);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheQueueIsAway() {
        road.clouds().sqsFaults().faults().refuse(true);
        Set<String> uids = road.publish(EVENTS);

        await().atMost(Duration.ofSeconds(60)).until(road::problems, text -> text.contains("sqs-batch:")
                && text.contains(" at queue trailbridge-cloudtrail receive since "));
        await().during(Duration.ofSeconds(OUTAGE)).atMost(Duration.ofSeconds(OUTAGE + 60))
                .until(road::problems, text -> text.contains("sqs-batch:"));
        road.clouds().sqsFaults().faults().clear();

        road.awaitDelivered(uids);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhenTheConnectionToTheHubIsCutEverySecond() {
        road.clouds().eventHubs().faults().cutEvery(Duration.ofSeconds(1));

        Set<String> uids = road.publish(EVENTS);
        await().atMost(Duration.ofSeconds(60)).until(() -> road.clouds().eventHubs().faults().cuts() >= OUTAGE);
        uids.addAll(road.publish(EVENTS));
        road.awaitDelivered(uids);

        assertEquals(0, deadLetters().size());
    }

    @Test
    void nothingIsLostWhileTheCheckpointTableRefuses() {
        road.awaitDelivered(road.publish(20));
        road.clouds().dynamoDbFaults().faults().fail(Failure.DYNAMO_DB_THROUGHPUT_EXCEEDED);
        Set<String> uids = road.publish(EVENTS);
        road.awaitDelivered(uids);

        await().atMost(Duration.ofSeconds(60)).until(this::consumerDetails,
                text -> text.contains("ProvisionedThroughputExceeded"));
        road.clouds().dynamoDbFaults().faults().clear();

        road.awaitDelivered(road.publish(EVENTS));
    }

    @Test
    void aPoisonMessageIsParkedOnceWithItsReasonAndItsNeighboursArrive() {
        road.clouds().cloudTrail().faults().failEntriesWhere(text -> text.contains("poison-7"), EntryFailure.INVALID_DATA);
        Set<String> neighbours = road.publish(50);
        road.publish(1, "{\"SystemAlertId\":\"poison-7\",\"AlertType\":\"T\",\"Severity\":\"Low\","
                + "\"AlertDisplayName\":\"d\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\"}");
        neighbours.addAll(road.publish(50));

        road.awaitDelivered(neighbours);
        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message parked = deadLetters().get(0);
        assertTrue(parked.body().contains("poison-7"));
        assertEquals("InvalidData", attribute(parked, "FailureType"));
        assertEquals("deliver-cloudtrail", attribute(parked, "FailedRoute"));
        assertTrue(attribute(parked, "FailureReason").contains("InvalidData"), attribute(parked, "FailureReason"));
        assertTrue(attribute(parked, "FailedAt").startsWith("20"));
        assertEquals("1", attribute(parked, "ReceiveCount"));
        assertTrue(attribute(parked, "OriginalMessageId").length() > 10);
        assertEquals("alert", attribute(parked, "EventKind"));
        assertEquals(0, road.clouds().sqs().depth(road.clouds().queue().url()));
    }

    @Test
    void anEventThatTheQueueRejectsIsParkedInItsEnvelope() {
        AtomicBoolean reject = new AtomicBoolean(true);
        road.clouds().sqsFaults().faults().failEntriesWhere(
                text -> text.contains("refused-8") && reject.getAndSet(false), REFUSED_CONTENTS);
        road.publish(2, "{\"id\":\"refused-8\"}");

        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().sqs().depth(deadLetterUrl()) == 1);

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
        road.clouds().sqsFaults().faults().failEntriesWhere(
                text -> text.contains("refused-9") && reject.get() && rejections.incrementAndGet() > 0, REFUSED_CONTENTS);
        int before = road.clouds().cloudTrail().distinctIds();
        road.publish(2, "{\"id\":\"refused-9\"}");

        await().atMost(Duration.ofSeconds(30)).until(() -> rejections.get() >= 4);
        assertEquals(before, road.clouds().cloudTrail().distinctIds());
        reject.set(false);

        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().cloudTrail().distinctIds() == before + 1);
        assertEquals(0, deadLetters().size());
    }

    @Test
    void anEventThatFitsNoMessageIsParkedAsANoticeOfItsPosition() {
        byte[] noise = new byte[900_000];
        new Random(11).nextBytes(noise);
        Set<String> neighbours = road.publish(20);
        road.clouds().eventHubs().hub(LocalClouds.HUB).append(3, noise, Map.of());
        neighbours.addAll(road.publish(20));

        road.awaitDelivered(neighbours);
        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message notice = deadLetters().get(0);
        assertTrue(notice.body().startsWith("{\"oversize_event\":"), notice.body());
        assertTrue(notice.body().contains("\"partition_id\":\"3\""), notice.body());
        assertEquals("OversizeEventException", attribute(notice, "FailureType"));
        assertEquals("ingest-defender", attribute(notice, "FailedRoute"));
    }

    @Test
    void aQueueMessageThatCannotBeOpenedIsParkedWithItsReason() {
        road.clouds().sqs().client().sendMessage(message -> message.queueUrl(road.clouds().queue().url())
                .messageBody("bm90IGd6aXA=")
                .messageAttributes(Map.of("ContentEncoding", MessageAttributeValue.builder()
                        .dataType("String").stringValue("gzip+base64").build())));

        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().sqs().depth(deadLetterUrl()) == 1);

        Message parked = deadLetters().get(0);
        assertEquals("bm90IGd6aXA=", parked.body());
        assertEquals("InvalidEnvelopeException", attribute(parked, "FailureType"));
        assertTrue(attribute(parked, "FailureReason").contains("cannot be undone"), attribute(parked, "FailureReason"));
        road.awaitDelivered(road.publish(10));
    }

    @Test
    void whatIsNoJsonOrVeryLongStillArrives() {
        int before = road.clouds().cloudTrail().distinctIds();
        road.publish(0, "this is not JSON");
        road.clouds().eventHubs().hub(LocalClouds.HUB).append(1, new byte[] {(byte) 0xFF, 0, 1}, Map.of());
        road.publish(2, "{\"SystemAlertId\":\"long\",\"AlertType\":\"T\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\","
                + "\"Description\":\"" + "long ".repeat(199_000) + "\"}");
        road.publish(3, "{\"id\":\"odd\",\"text\":\"\uFFFF\"}");
        road.publish(0, "{\"a\":1e99999999999}");

        await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().cloudTrail().distinctIds() == before + 5);
        assertEquals(0, deadLetters().size());
    }

    private String consumerDetails() {
        return HealthCheckHelper.invoke(road.bridge().context()).stream()
                .map(result -> result.getMessage().orElse("") + result.getDetails())
                .toList().toString();
    }

    private static String deadLetterUrl() {
        return road.clouds().queue().deadLetterUrl();
    }

    private static List<Message> deadLetters() {
        return road.clouds().sqs().drain(deadLetterUrl());
    }

    private static String attribute(Message message, String name) {
        return message.messageAttributes().get(name).stringValue();
    }
}
