package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.cloudtraildata.model.ChannelNotFoundException;
import software.amazon.awssdk.services.cloudtraildata.model.CloudTrailDataException;
import software.amazon.awssdk.services.cloudtraildata.model.DuplicatedAuditEventIdException;
import software.amazon.awssdk.services.cloudtraildata.model.InvalidChannelArnException;
import software.amazon.awssdk.services.cloudtraildata.model.PutAuditEventsResponse;

class CloudTrailDataStandInTest {
    private static CloudTrailDataStandIn cloudTrail;

    @BeforeAll
    static void start() {
        cloudTrail = CloudTrailDataStandIn.start();
    }

    @AfterAll
    static void stop() {
        cloudTrail.close();
    }

    @BeforeEach
    void forget() {
        cloudTrail.forget();
        cloudTrail.faults().clear();
    }

    @Test
    void validEventsAreAcceptedAndKeptById() {
        var answer = put(List.of(audit("a", valid()), audit("b", valid())));

        assertEquals(
                List.of("a", "b"),
                answer.successful().stream().map(entry -> entry.id()).toList());
        assertTrue(answer.failed().isEmpty());
        assertEquals(Map.of("a", valid().toString(), "b", valid().toString()), cloudTrail.accepted());
    }

    @Test
    void anIdThatComesAgainIsCountedAsADuplicate() {
        put(List.of(audit("a", valid()), audit("b", valid())));
        put(List.of(audit("a", valid())));

        assertEquals(3, cloudTrail.acceptedCount());
        assertEquals(2, cloudTrail.distinctIds());
        assertEquals(1, cloudTrail.duplicates());
        assertEquals(Map.of("a", 2, "b", 1), cloudTrail.timesAccepted());
    }

    @ParameterizedTest
    @CsvSource({
        "version,,FieldNotFound",
        "userIdentity,,FieldNotFound",
        "eventSource,,FieldNotFound",
        "eventName,,FieldNotFound",
        "eventTime,,FieldNotFound",
        "UID,,FieldNotFound",
        "recipientAccountId,,FieldNotFound",
        "recipientAccountId,'\"999999999999\"',InvalidRecipient",
        "recipientAccountId,'\"12345\"',InvalidRecipient",
        "eventTime,'\"2026-11-21T10:00:00+01:00\"',InvalidData",
        "eventTime,'\"yesterday\"',InvalidData",
        "userIdentity,'{\"type\":\"AzureTenant\"}',FieldNotFound",
        "userIdentity,'{\"type\":\"AzureTenant\",\"principalId\":\"p\",\"userName\":\"u\"}',InvalidData",
        "sourceIPAddress,'\"host.example\"',InvalidData",
        "eventID,'\"no such field\"',InvalidData",
        "version,'1',InvalidData",
        "eventName,'\"\"',InvalidData",
        "additionalEventData,'\"text\"',InvalidData",
    })
    void anEventThatBreaksARuleIsRefusedByItself(String field, String json, String code) throws Exception {
        ObjectNode broken = valid();
        if (json == null) {
            broken.remove(field);
        } else {
            broken.set(field, Json.MAPPER.readTree(json));
        }

        var answer = put(List.of(audit("broken", broken), audit("neighbour", valid())));

        assertEquals("broken", answer.failed().get(0).id());
        assertEquals(
                code, answer.failed().get(0).errorCode(), answer.failed().get(0).errorMessage());
        assertEquals(List.of("neighbour"), List.copyOf(cloudTrail.accepted().keySet()));
    }

    @ParameterizedTest
    @CsvSource({"additionalEventData,28672", "requestParameters,102400", "responseElements,102400"})
    void aFieldOneByteOverItsLimitIsTooLong(String field, int limit) {
        String full = "x".repeat(limit - "{\"k\":\"\"}".length());
        ObjectNode fits = valid();
        fits.putObject(field).put("k", full);
        ObjectNode tooLong = valid();
        tooLong.putObject(field).put("k", full + "x");

        var answer = put(List.of(audit("fits", fits), audit("too-long", tooLong)));

        assertEquals("fits", answer.successful().get(0).id());
        assertEquals("FieldTooLong", answer.failed().get(0).errorCode());
    }

    @Test
    void eventDataThatIsNotOneJsonObjectIsInvalid() {
        var answer = put(List.of(
                audit("text", "no json"),
                audit("array", "[]"),
                audit("trailing", valid() + "{}"),
                audit("twice", "{\"UID\":\"a\",\"UID\":\"b\"}")));

        assertEquals(
                4,
                answer.failed().stream()
                        .filter(entry -> entry.errorCode().equals("InvalidData"))
                        .count());
    }

    @Test
    void aChecksumHasToMatch() {
        // echo -n '{}' | openssl dgst -binary -sha256 | base64
        var wrong = AuditEvent.builder()
                .id("wrong")
                .eventData(valid().toString())
                .eventDataChecksum("RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=")
                .build();
        var right = AuditEvent.builder()
                .id("right")
                .eventData("{}")
                .eventDataChecksum("RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=")
                .build();

        var answer = put(List.of(wrong, right));

        assertEquals(
                List.of("InvalidChecksum", "FieldNotFound"),
                answer.failed().stream().map(entry -> entry.errorCode()).toList());
    }

    @Test
    void aRepeatedIdInOneCallRefusesTheCall() {
        assertThrows(
                DuplicatedAuditEventIdException.class, () -> put(List.of(audit("a", valid()), audit("a", valid()))));
        assertEquals(0, cloudTrail.acceptedCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/subscriptions/1", "", "with space"})
    void anIdOutsideThePatternRefusesTheCall(String id) {
        assertValidation(() -> put(List.of(audit(id, valid()))));
    }

    @Test
    void anIdOf128CharactersIsTheLongest() {
        put(List.of(audit("x".repeat(128), valid())));

        assertValidation(() -> put(List.of(audit("x".repeat(129), valid()))));
    }

    @Test
    void aCallHasOneToAHundredEvents() {
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(audit("id-" + i, valid()));
        }
        assertEquals(100, put(events).successful().size());

        events.add(audit("one-more", valid()));
        assertValidation(() -> put(events));
        assertValidation(() -> put(List.of()));
    }

    @Test
    void aCallOfMoreThanAMegabyteIsRefused() {
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            ObjectNode large = valid();
            large.putObject("requestParameters").put("k", "x".repeat(99_000));
            events.add(audit("id-" + i, large));
        }

        var failure = assertThrows(CloudTrailDataException.class, () -> put(events));

        assertEquals(413, failure.statusCode());
        assertEquals(10, put(events.subList(0, 10)).successful().size());
    }

    @Test
    void theChannelHasToExistAndToBeAnArn() {
        String unknown = cloudTrail.channelArn().replaceAll(".$", "-");

        assertThrows(ChannelNotFoundException.class, () -> put(unknown, List.of(audit("a", valid()))));
        assertThrows(
                InvalidChannelArnException.class,
                () -> put("arn:aws:sqs:us-east-1:111122223333:queue", List.of(audit("a", valid()))));
        assertValidation(() -> cloudTrail.client().putAuditEvents(r -> r.auditEvents(audit("a", valid()))));
    }

    @Test
    void theRecipientIsTheOwnerOfTheChannel() {
        String other = cloudTrail.addChannel("444455556666");

        assertEquals(
                "InvalidRecipient",
                put(other, List.of(audit("a", valid()))).failed().get(0).errorCode());
        ObjectNode event = valid().put("recipientAccountId", "444455556666");
        assertEquals(1, put(other, List.of(audit("a", event))).successful().size());
    }

    @Test
    void everySecondEntryIsRefusedUntilRecovered() {
        var events = List.of(audit("a", valid()), audit("b", valid()), audit("c", valid()), audit("d", valid()));
        cloudTrail.faults().failEntries(2, EntryFailure.THROTTLING);

        var answer = put(events);

        assertEquals(
                List.of("b", "d"),
                answer.failed().stream().map(entry -> entry.id()).toList());
        assertEquals("Throttling", answer.failed().get(0).errorCode());
        cloudTrail.faults().recoverEntries();
        assertEquals(4, put(events).successful().size());
    }

    @Test
    void aPoisonEventIsRefusedAlways() {
        cloudTrail.faults().failEntriesWhere(text -> text.contains("poison"), EntryFailure.INVALID_DATA);
        var poison = audit("p", valid().put("eventName", "poison"));

        for (int i = 0; i < 2; i++) {
            var answer = put(List.of(poison, audit("n" + i, valid())));
            assertEquals("InvalidData", answer.failed().get(0).errorCode());
        }
        assertEquals(2, cloudTrail.distinctIds());
    }

    @Test
    void onlyIdsAreKeptWhenAsked() {
        try (var lean = CloudTrailDataStandIn.start()) {
            lean.keepOnlyIds();
            lean.client().putAuditEvents(r -> r.channelArn(lean.channelArn()).auditEvents(audit("a", valid())));

            assertEquals(1, lean.distinctIds());
            assertTrue(lean.accepted().isEmpty());
        }
    }

    @Test
    void callsFromManyThreadsAreAllCounted() {
        List<CompletableFuture<PutAuditEventsResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var event = audit("thread-" + i, valid());
            calls.add(CompletableFuture.supplyAsync(() -> put(List.of(event))));
        }
        calls.forEach(CompletableFuture::join);

        assertEquals(40, cloudTrail.distinctIds());
        assertEquals(0, cloudTrail.duplicates());
    }

    private static PutAuditEventsResponse put(List<AuditEvent> events) {
        return put(cloudTrail.channelArn(), events);
    }

    private static PutAuditEventsResponse put(String channel, List<AuditEvent> events) {
        return cloudTrail.client().putAuditEvents(r -> r.channelArn(channel).auditEvents(events));
    }

    private static void assertValidation(Runnable call) {
        var failure = assertThrows(CloudTrailDataException.class, call::run);
        assertEquals("ValidationException", failure.awsErrorDetails().errorCode());
    }

    static AuditEvent audit(String id, Object eventData) {
        return AuditEvent.builder().id(id).eventData(eventData.toString()).build();
    }

    static ObjectNode valid() {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("version", "1.0")
                .put("eventSource", "defender.example")
                .put("eventName", "SecurityAlert")
                .put("eventTime", "2026-11-21T10:00:00Z")
                .put("UID", "uid-1")
                .put("sourceIPAddress", "2001:db8::1")
                .put("recipientAccountId", StandInAccount.ID);
        event.putObject("userIdentity").put("type", "AzureSubscription").put("principalId", "subscription-1");
        return event;
    }
}
