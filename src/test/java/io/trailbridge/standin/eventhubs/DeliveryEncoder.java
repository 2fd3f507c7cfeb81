package io.trailbridge.standin.eventhubs;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.engine.Sender;

/**
 * Writes an event as a reader gets it: the sender's annotations with those of the service added, then the rest as it
 * was sent. Used on the loop only.
 */
final class DeliveryEncoder {

    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol OFFSET = Symbol.valueOf("x-opt-offset");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    private static final Symbol LAST_SEQUENCE_NUMBER = Symbol.valueOf("last_enqueued_sequence_number");
    private static final Symbol LAST_OFFSET = Symbol.valueOf("last_enqueued_offset");
    private static final Symbol LAST_TIME = Symbol.valueOf("last_enqueued_time_utc");
    private static final Symbol RETRIEVAL_TIME = Symbol.valueOf("runtime_info_retrieval_time_utc");

    private final Clock clock;
    private final EncoderImpl encoder;
    /** A message is at most this long, so its annotations are shorter. */
    private final ByteBuffer annotations = ByteBuffer.allocate(ProducerLink.MAX_MESSAGE_BYTES + 1024);

    DeliveryEncoder(Clock clock) {
        this.clock = clock;
        DecoderImpl decoder = new DecoderImpl();
        encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        encoder.setByteBuffer(annotations);
    }

    /** Adds the message to the sender's current delivery; with a state also what the partition's end is now. */
    void write(LoggedEvent event, PartitionState state, Sender sender) {
        annotations.clear();
        if (state != null) {
            Map<Symbol, Object> end = new HashMap<>();
            end.put(LAST_SEQUENCE_NUMBER, state.lastSequenceNumber());
            end.put(LAST_OFFSET, state.lastOffset());
            end.put(LAST_TIME, Date.from(state.lastEnqueuedTime()));
            end.put(RETRIEVAL_TIME, Date.from(Instant.now(clock)));
            encoder.writeObject(new DeliveryAnnotations(end));
        }
        Map<Symbol, Object> all = new HashMap<>(event.message().annotations());
        all.put(SEQUENCE_NUMBER, event.sequenceNumber());
        all.put(OFFSET, event.offset());
        all.put(ENQUEUED_TIME, new Date(event.enqueuedMillis()));
        encoder.writeObject(new MessageAnnotations(all));
        sender.send(annotations.array(), 0, annotations.position());
        byte[] bare = event.message().bare();
        sender.send(bare, 0, bare.length);
    }
}
