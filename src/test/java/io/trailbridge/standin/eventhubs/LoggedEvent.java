package io.trailbridge.standin.eventhubs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/**
 * One event in a partition. Immutable; any thread may read it. Body and properties are decoded on each call: the log
 * holds the bytes only.
 */
public final class LoggedEvent {

    private final long sequenceNumber;
    private final long position;
    private final long enqueuedMillis;
    private final StoredMessage message;

    LoggedEvent(long sequenceNumber, long position, long enqueuedMillis, StoredMessage message) {
        this.sequenceNumber = sequenceNumber;
        this.position = position;
        this.enqueuedMillis = enqueuedMillis;
        this.message = message;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** The byte position in the partition: never equal to the sequence number beyond the first event. */
    public String offset() {
        return Long.toString(position);
    }

    public Instant enqueuedTime() {
        return Instant.ofEpochMilli(enqueuedMillis);
    }

    /** The key it was sent with, or null. */
    public String partitionKey() {
        return message.partitionKey();
    }

    /** The body's bytes; empty when its body is not binary data. */
    public byte[] body() {
        if (decoded().getBody() instanceof Data data) {
            return data.getValue().getArray();
        }
        return new byte[0];
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The application properties; empty when there are none. */
    public Map<String, Object> properties() {
        Message decoded = decoded();
        return decoded.getApplicationProperties() == null
                ? Map.of()
                : decoded.getApplicationProperties().getValue();
    }

    long position() {
        return position;
    }

    long enqueuedMillis() {
        return enqueuedMillis;
    }

    StoredMessage message() {
        return message;
    }

    private Message decoded() {
        Message decoded = Proton.message();
        byte[] bare = message.bare();
        decoded.decode(bare, 0, bare.length);
        return decoded;
    }
}
