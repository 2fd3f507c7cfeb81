package io.trailbridge.standin.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

class MessageSectionsTest {

    private final MessageSections sections = new MessageSections();

    @Property(tries = 200)
    void whatAMessageCarriesSurvivesTheCut(@ForAll @Size(max = 2000) byte[] body, @ForAll String property) {
        StoredMessage stored =
                sections.messages(encoded(body, property, "key"), 0).get(0);

        LoggedEvent event = new LoggedEvent(0, 0, 0, stored);
        assertEquals("key", event.partitionKey());
        assertEquals(property, event.properties().get("property"));
        assertEquals(Arrays.toString(body), Arrays.toString(event.body()));
    }

    @Test
    void aBatchIsTheMessagesOfItsDataSectionsInOrder() {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (String text : List.of("a", "b", "c".repeat(300))) {
            batch.writeBytes(encode(message(encoded(text.getBytes(StandardCharsets.UTF_8), "p", null))));
        }

        List<String> texts = sections.messages(batch.toByteArray(), MessageSections.BATCH_FORMAT).stream()
                .map(stored -> new LoggedEvent(0, 0, 0, stored).text())
                .toList();

        assertEquals(List.of("a", "b", "c".repeat(300)), texts);
    }

    @Property(tries = 500)
    void bytesThatAreNoMessageAreRefusedAndNothingElse(@ForAll @Size(max = 60) byte[] bytes, @ForAll boolean batch) {
        try {
            sections.messages(bytes, batch ? MessageSections.BATCH_FORMAT : 0);
        } catch (IllegalArgumentException e) {
            assertEquals(IllegalArgumentException.class, e.getClass());
        }
    }

    @Test
    void aTruncatedMessageIsRefused() {
        byte[] whole = encode(message(new byte[100]));
        byte[] truncated = Arrays.copyOf(whole, 50);

        assertThrows(IllegalArgumentException.class, () -> sections.messages(truncated, MessageSections.BATCH_FORMAT));
    }

    private static byte[] encoded(byte[] body, String property, String key) {
        Message message = message(body);
        message.setApplicationProperties(new ApplicationProperties(Map.of("property", property)));
        message.setDurable(true);
        if (key != null) {
            message.setMessageAnnotations(new MessageAnnotations(Map.of(StoredMessage.PARTITION_KEY, key)));
        }
        return encode(message);
    }

    private static Message message(byte[] body) {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(body)));
        return message;
    }

    private static byte[] encode(Message message) {
        byte[] bytes = new byte[128 * 1024];
        return Arrays.copyOf(bytes, message.encode(bytes, 0, bytes.length));
    }
}
