package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.sqs.SharedMessages.Next;
import io.trailbridge.sqs.SharedMessages.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class SharedMessagesTest {
    private static final List<String> THREE = List.of("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");

    private final AtomicLong now = new AtomicLong(5);
    private final SharedMessages shared = new SharedMessages(now::get);

    private static Message message(String id, String receipt, String body) {
        MessageAttributeValue kind = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("alert")
                .build();
        return Message.builder()
                .messageId(id)
                .receiptHandle(receipt)
                .body(body)
                .messageAttributes(Map.of(EnvelopeHeaders.EVENT_KIND, kind))
                .build();
    }

    private List<Message> receive(String receipt) {
        return shared.split(List.of(message("id", receipt, EnvelopeArray.join(THREE))));
    }

    private Settled delete(Message message) {
        return shared.deleted(message.receiptHandle());
    }

    private Settled giveBack(Message message) {
        return shared.givenBack(message.receiptHandle());
    }

    @Test
    void eachEnvelopeIsReceivedAsAMessageOfItsOwn() {
        List<Message> messages = receive("receipt");

        assertEquals(THREE, messages.stream().map(Message::body).toList());
        assertEquals(3, messages.stream().map(Message::receiptHandle).distinct().count());
        for (Message message : messages) {
            assertEquals("id", message.messageId());
            assertEquals(
                    "alert",
                    message.messageAttributes().get(EnvelopeHeaders.EVENT_KIND).stringValue());
            assertEquals("receipt", SharedMessages.carrier(message.receiptHandle()));
        }
    }

    @Test
    void otherMessagesStayAsTheyAre() {
        Message one = message("a", "r", THREE.get(0));
        Message broken = message("b", "r", "[{\"n\":0}");
        Message compressed = one.toBuilder()
                .body("[{}]")
                .messageAttributes(Map.of(
                        EnvelopeHeaders.CONTENT_ENCODING,
                        MessageAttributeValue.builder()
                                .stringValue("gzip+base64")
                                .build()))
                .build();
        Message empty = Message.builder().messageId("c").receiptHandle("r").build();

        List<Message> messages = shared.split(List.of(one, broken, compressed, empty));
        assertEquals(4, messages.size());
        assertSame(one, messages.get(0));
        assertSame(broken, messages.get(1));
        assertSame(compressed, messages.get(2));
        assertSame(empty, messages.get(3));
        assertEquals("r", SharedMessages.carrier("r"));
        assertEquals(new Settled(Next.DELETE, "r"), shared.deleted("r"));
        assertEquals(new Settled(Next.GIVE_BACK, "r"), shared.givenBack("r"));
    }

    @Test
    void theCarrierIsDeletedWithTheLastOfItsEnvelopes() {
        List<Message> messages = receive("a#b#c");

        assertEquals(Next.WAIT, delete(messages.get(2)).next());
        assertEquals(Next.WAIT, delete(messages.get(0)).next());
        assertEquals(Next.WAIT, delete(messages.get(0)).next(), "the same once more");
        assertEquals(new Settled(Next.DELETE, "a#b#c"), delete(messages.get(1)));
        assertEquals(Next.WAIT, delete(messages.get(1)).next(), "it is deleted already");
        assertEquals(Next.WAIT, giveBack(messages.get(1)).next(), "it is deleted already");
    }

    @Test
    void theCarrierIsGivenBackWhenNoEnvelopeIsInProgress() {
        List<Message> messages = receive("receipt");

        assertEquals(Next.WAIT, giveBack(messages.get(0)).next());
        assertEquals(Next.WAIT, delete(messages.get(1)).next());
        assertEquals(new Settled(Next.GIVE_BACK, "receipt"), giveBack(messages.get(2)));
    }

    @Test
    void aDeleteMayBeTheLastThatTheGivingBackWaitsFor() {
        List<Message> messages = receive("receipt");

        giveBack(messages.get(0));
        giveBack(messages.get(1));
        assertEquals(new Settled(Next.GIVE_BACK, "receipt"), delete(messages.get(2)));
    }

    @Test
    void whatIsReceivedAgainHasOnlyTheEnvelopesThatAreNotDeleted() {
        List<Message> first = receive("first");
        delete(first.get(1));
        giveBack(first.get(0));
        giveBack(first.get(2));

        List<Message> second = receive("second");
        assertEquals(
                List.of(THREE.get(0), THREE.get(2)),
                second.stream().map(Message::body).toList());
        assertNotEquals(first.get(0).receiptHandle(), second.get(0).receiptHandle());
        assertEquals(Next.WAIT, delete(second.get(0)).next());
        assertEquals(new Settled(Next.DELETE, "second"), delete(second.get(1)));
    }

    @Test
    void anEnvelopeOfAnEarlierReceiptCountsAsWell() {
        List<Message> first = receive("first");
        delete(first.get(0));
        List<Message> second = receive("second");
        delete(first.get(1));

        assertEquals(new Settled(Next.DELETE, "second"), delete(second.get(1)));
    }

    @Test
    void messagesAreToldApartByTheirIds() {
        List<Message> messages = shared.split(
                List.of(message("a", "ra", EnvelopeArray.join(THREE)), message("b", "rb", EnvelopeArray.join(THREE))));
        assertEquals(6, messages.size());
        delete(messages.get(0));
        delete(messages.get(1));
        delete(messages.get(5));
        assertEquals(new Settled(Next.DELETE, "ra"), delete(messages.get(2)));
        assertEquals(Next.WAIT, delete(messages.get(4)).next());
    }

    @Test
    void aMessageThatWasReceivedLongAgoIsForgotten() {
        List<Message> first = receive("first");
        delete(first.get(0));
        now.addAndGet(Duration.ofHours(12).toNanos());
        assertEquals(2, receive("second").size());
        now.addAndGet(Duration.ofHours(12).toNanos() + 1);
        assertEquals(3, receive("third").size());
    }
}
