package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.envelope.EnvelopeHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class MessagePackingTest {
    private static final int MAX_BYTES = 128 * 1024;

    private final MessagePacking packing = new MessagePacking(25, MAX_BYTES);

    private static SqsMessage envelope(String kind, int number, long bytes) {
        MessageAttributeValue value = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(kind)
                .build();
        MessageAttributeValue sequence = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("" + number)
                .build();
        return new SqsMessage(
                "{\"n\":" + number + "}",
                Map.of(EnvelopeHeaders.EVENT_KIND, value, EnvelopeHeaders.SEQUENCE_NUMBER, sequence),
                bytes,
                new AtomicBoolean(true));
    }

    private static List<SqsMessage> alerts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> envelope("alert", i, 1000))
                .toList();
    }

    private static List<Integer> sizes(List<MessagePacking.Packed> messages) {
        return messages.stream().map(message -> message.indexes().size()).toList();
    }

    private static SendMessageBatchRequestEntry request(MessagePacking.Packed message) {
        return message.request().id("0").build();
    }

    @Test
    void asManyEntriesAsACallHasMessagesAreSentInMessagesOfTheirOwn() {
        List<SqsMessage> entries = alerts(10);
        List<MessagePacking.Packed> messages = packing.pack(entries);

        assertEquals(IntStream.range(0, 10).mapToObj(i -> 1).toList(), sizes(messages));
        assertFalse(messages.get(0).isShared());
        assertEquals(entries.get(3).body(), request(messages.get(3)).messageBody());
        assertEquals(entries.get(3).attributes(), request(messages.get(3)).messageAttributes());
    }

    @Test
    void moreEntriesFillMessagesOneAfterTheOther() {
        List<SqsMessage> entries = alerts(60);
        List<MessagePacking.Packed> messages = packing.pack(entries);

        assertEquals(List.of(25, 25, 10), sizes(messages));
        assertEquals(
                IntStream.range(0, 60).boxed().toList(),
                messages.stream().flatMap(message -> message.indexes().stream()).toList());
        assertEquals(
                entries.subList(25, 50).stream().map(SqsMessage::body).toList(),
                EnvelopeArray.split(request(messages.get(1)).messageBody()));
        assertEquals(
                Map.of(EnvelopeHeaders.EVENT_KIND, entries.get(0).attributes().get(EnvelopeHeaders.EVENT_KIND)),
                request(messages.get(1)).messageAttributes());
    }

    @Test
    void aMessageHasEventsOfOneKind() {
        List<SqsMessage> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(envelope(i % 3 == 0 ? "alert" : "assessment", i, 1000));
        }
        List<MessagePacking.Packed> messages = packing.pack(entries);

        assertEquals(
                List.of(List.of(0, 3, 6, 9), List.of(1, 2, 4, 5, 7, 8, 10, 11)),
                messages.stream().map(MessagePacking.Packed::indexes).toList());
    }

    @Test
    void aMessageHasNoMoreBytesThanAllowed() {
        List<SqsMessage> entries = IntStream.range(0, 12)
                .mapToObj(i -> envelope("alert", i, 50_000))
                .toList();
        assertEquals(List.of(2, 2, 2, 2, 2, 2), sizes(packing.pack(entries)));

        List<SqsMessage> large = IntStream.range(0, 12)
                .mapToObj(i -> envelope("alert", i, MAX_BYTES))
                .toList();
        assertEquals(IntStream.range(0, 12).mapToObj(i -> 1).toList(), sizes(packing.pack(large)));
    }

    @Test
    void whatIsNoEnvelopeIsSentByItself() {
        List<SqsMessage> entries = new ArrayList<>(alerts(11));
        entries.add(5, new SqsMessage("no JSON", Map.of(), 7));
        List<MessagePacking.Packed> messages = packing.pack(entries);

        assertEquals(List.of(11, 1), sizes(messages));
        assertEquals("no JSON", request(messages.get(1)).messageBody());
    }

    @Test
    void theEntriesOfARejectedMessageAreSentByThemselves() {
        List<SqsMessage> entries = alerts(30);
        packing.pack(entries).get(1).separate();

        assertEquals(List.of(25, 1, 1, 1, 1, 1), sizes(packing.pack(entries)));
    }

    @Test
    void aMessageOfMoreEventsThanAreTakenApartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MessagePacking(0, MAX_BYTES));
        assertThrows(
                IllegalArgumentException.class, () -> new MessagePacking(EnvelopeArray.MAX_ENVELOPES + 1, MAX_BYTES));
        assertEquals(100, new MessagePacking(EnvelopeArray.MAX_ENVELOPES, MAX_BYTES).maxEvents());
    }

    @Test
    void withOneEventAMessageNoMessageIsShared() {
        List<MessagePacking.Packed> messages = new MessagePacking(1, MAX_BYTES).pack(alerts(30));
        assertEquals(30, messages.size());
        assertTrue(messages.stream().noneMatch(MessagePacking.Packed::isShared));
        assertEquals(30, MessagePacking.ONE_EACH.pack(alerts(30)).size());
    }
}
