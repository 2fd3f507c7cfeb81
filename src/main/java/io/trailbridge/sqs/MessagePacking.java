package io.trailbridge.sqs;

import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.envelope.EnvelopeHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Distributes the entries of a call over messages. As long as one call can send each in a message of its own, it does;
 * when more wait, envelopes of the same kind share a message: a JSON array of them, with their kind as its only
 * attribute. Stateless; any thread.
 *
 * @param maxEvents the most envelopes in a message; 1 for a message of its own for each
 * @param maxBytes the most bytes in a message of several envelopes
 */
record MessagePacking(int maxEvents, int maxBytes) {
    /** A message of its own for each entry. */
    static final MessagePacking ONE_EACH = new MessagePacking(1, 0);

    /** The most messages in a call. */
    static final int MAX_MESSAGES = 10;

    MessagePacking {
        if (maxEvents < 1 || maxEvents > EnvelopeArray.MAX_ENVELOPES) {
            throw new IllegalArgumentException("eventsPerMessage=" + maxEvents + " must be from 1 to "
                    + EnvelopeArray.MAX_ENVELOPES + ": a message of more is not taken apart");
        }
    }

    /** One message of a call. */
    static final class Packed {
        private final List<Integer> indexes = new ArrayList<>();
        private final List<SqsMessage> entries = new ArrayList<>();
        private long bytes;

        /** Returns the indexes of the entries in the call that this message carries. */
        List<Integer> indexes() {
            return indexes;
        }

        boolean isShared() {
            return entries.size() > 1;
        }

        private Packed with(int index, SqsMessage entry) {
            indexes.add(index);
            entries.add(entry);
            bytes += entry.bytes() + EnvelopeArray.BYTES_BESIDE;
            return this;
        }

        /** Has each of its entries sent in a message of its own from now on. */
        void separate() {
            entries.forEach(entry -> entry.shares().set(false));
        }

        SendMessageBatchRequestEntry.Builder request() {
            SqsMessage first = entries.get(0);
            if (!isShared()) {
                return SendMessageBatchRequestEntry.builder()
                        .messageBody(first.body())
                        .messageAttributes(first.attributes());
            }
            String body =
                    EnvelopeArray.join(entries.stream().map(SqsMessage::body).toList());
            MessageAttributeValue kind = kind(first);
            return SendMessageBatchRequestEntry.builder()
                    .messageBody(body)
                    .messageAttributes(kind == null ? Map.of() : Map.of(EnvelopeHeaders.EVENT_KIND, kind));
        }
    }

    private static MessageAttributeValue kind(SqsMessage entry) {
        return entry.attributes().get(EnvelopeHeaders.EVENT_KIND);
    }

    private static String kindOf(SqsMessage entry) {
        MessageAttributeValue kind = kind(entry);
        return kind == null ? null : kind.stringValue();
    }

    /** Returns the messages that carry these entries, each entry in one of them. */
    List<Packed> pack(List<SqsMessage> entries) {
        boolean sharing = maxEvents > 1 && entries.size() > MAX_MESSAGES;
        List<Packed> messages = new ArrayList<>();
        Map<String, Packed> open = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            SqsMessage entry = entries.get(i);
            Packed message = sharing && entry.shares().get() ? open.get(kindOf(entry)) : null;
            if (message != null && hasRoom(message, entry)) {
                message.with(i, entry);
                continue;
            }
            Packed next = new Packed().with(i, entry);
            messages.add(next);
            if (sharing && entry.shares().get()) {
                open.put(kindOf(entry), next);
            }
        }
        return messages;
    }

    private boolean hasRoom(Packed message, SqsMessage entry) {
        return message.entries.size() < maxEvents
                && message.bytes + entry.bytes() + EnvelopeArray.BYTES_BESIDE < maxBytes;
    }
}
