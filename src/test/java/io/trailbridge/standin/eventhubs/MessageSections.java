package io.trailbridge.standin.eventhubs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * Cuts an encoded message at its section borders without decoding what the service does not look at: that makes taking
 * a batch of thousands of events a matter of copying bytes. Codes are those of the AMQP 1.0 specification, part 3.2;
 * used by one thread at a time.
 */
final class MessageSections {

    /** What Event Hubs clients put on a transfer whose data sections are separate messages. */
    static final int BATCH_FORMAT = 0x80013700;

    private static final int MESSAGE_ANNOTATIONS = 0x72;
    private static final int FIRST_OF_BARE_MESSAGE = 0x73;
    private static final int DATA = 0x75;

    private final DecoderImpl decoder = new DecoderImpl();

    MessageSections() {
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    }

    /**
     * The messages of one transfer.
     *
     * @throws IllegalArgumentException when the bytes are not a message
     */
    List<StoredMessage> messages(byte[] transfer, int format) {
        if (format != BATCH_FORMAT) {
            return List.of(message(transfer, 0, transfer.length));
        }
        List<StoredMessage> messages = new ArrayList<>();
        int at = 0;
        while (at < transfer.length) {
            int code = code(transfer, at);
            int value = at + 3;
            int end = end(transfer, value);
            if (code == DATA) {
                messages.add(message(transfer, contentOfBinary(transfer, value), end));
            }
            at = end;
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a batch without a data section");
        }
        return messages;
    }

    /** The annotations of a transfer itself; those of a batch say to which partition key all of it belongs. */
    Map<Symbol, Object> annotations(byte[] transfer) {
        int at = 0;
        while (at < transfer.length) {
            int code = code(transfer, at);
            if (code >= FIRST_OF_BARE_MESSAGE) {
                break;
            }
            int end = end(transfer, at + 3);
            if (code == MESSAGE_ANNOTATIONS) {
                return decodeAnnotations(transfer, at, end);
            }
            at = end;
        }
        return Map.of();
    }

    private StoredMessage message(byte[] bytes, int from, int to) {
        Map<Symbol, Object> annotations = Map.of();
        int at = from;
        while (at < to) {
            int code = code(bytes, at);
            if (code >= FIRST_OF_BARE_MESSAGE) {
                return new StoredMessage(annotations, Arrays.copyOfRange(bytes, at, to));
            }
            int end = end(bytes, at + 3);
            if (code == MESSAGE_ANNOTATIONS) {
                annotations = decodeAnnotations(bytes, at, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("a message without a body");
    }

    private Map<Symbol, Object> decodeAnnotations(byte[] bytes, int from, int to) {
        decoder.setByteBuffer(ByteBuffer.wrap(bytes, from, to - from));
        Map<Symbol, Object> value = ((MessageAnnotations) decoder.readObject()).getValue();
        return value == null ? Map.of() : value;
    }

    private static int code(byte[] bytes, int at) {
        if (at + 3 >= bytes.length || bytes[at] != 0 || bytes[at + 1] != 0x53) {
            throw new IllegalArgumentException("no section at byte " + at + " of " + bytes.length);
        }
        return bytes[at + 2] & 0xff;
    }

    private static int contentOfBinary(byte[] bytes, int at) {
        return switch (bytes[at] & 0xff) {
            case 0xa0 -> at + 2;
            case 0xb0 -> at + 5;
            default -> throw new IllegalArgumentException("a data section that is not binary at byte " + at);
        };
    }

    /** Where the list, map or binary at this place ends. */
    private static int end(byte[] bytes, int at) {
        int end = switch (bytes[at] & 0xff) {
            case 0x45 -> at + 1;
            case 0xa0, 0xc0, 0xc1 -> at + 2 + (bytes[at + 1] & 0xff);
            case 0xb0, 0xd0, 0xd1 -> at + 5 + ByteBuffer.wrap(bytes, at + 1, 4).getInt();
            default -> throw new IllegalArgumentException("an unknown section encoding at byte " + at);
        };
        if (end <= at || end > bytes.length) {
            throw new IllegalArgumentException("a section that ends at byte " + end + " of " + bytes.length);
        }
        return end;
    }
}
