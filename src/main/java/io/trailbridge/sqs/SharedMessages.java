package io.trailbridge.sqs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.envelope.EnvelopeHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The messages of one queue that carry several envelopes. A consumer receives each envelope as a message of its own:
 * with the id and the attributes of the message that carries it, its carrier, and with a receipt that is made here. The
 * carrier is deleted when all its envelopes are. It is made visible again when each envelope is either deleted or given
 * back, and at least one is given back.
 *
 * <p>When a carrier is received again, this process skips the envelopes that it has already deleted. Another process
 * does not know of them and delivers them again. Safe for use by any thread.
 */
final class SharedMessages {
    /** The longest time for which SQS hides a message. */
    private static final long REMEMBERED_NANOS = Duration.ofHours(12).toNanos();

    private static final String PREFIX = "envelope#";

    private final LongSupplier nanos;

    /** By message id, in the order in which they were last received. */
    @GuardedBy("this")
    private final Map<String, Carrier> carriers = new LinkedHashMap<>();

    /** What is left to do with a carrier when one of its envelopes has been settled. */
    enum Next {
        DELETE,
        GIVE_BACK,
        /** Other envelopes of it are in progress. */
        WAIT
    }

    /** @param receipt the receipt of the carrier, for a call of SQS */
    record Settled(Next next, String receipt) {}

    private static final class Carrier {
        private final int envelopes;
        private final BitSet deleted = new BitSet();
        private final BitSet givenBack = new BitSet();
        private String receipt;
        private long receivedAt;

        Carrier(int envelopes) {
            this.envelopes = envelopes;
        }

        Settled settled() {
            if (deleted.cardinality() == envelopes) {
                return new Settled(Next.DELETE, receipt);
            }
            BitSet all = (BitSet) deleted.clone();
            all.or(givenBack);
            return new Settled(all.cardinality() == envelopes ? Next.GIVE_BACK : Next.WAIT, receipt);
        }
    }

    /** The receipt of an envelope; null from {@link #of} for any other receipt. */
    private record Receipt(int index, String messageId, String carrier) {
        static Receipt of(String text) {
            String[] parts = text.startsWith(PREFIX) ? text.split("#", 4) : new String[0];
            return parts.length == 4 ? new Receipt(Integer.parseInt(parts[1]), parts[2], parts[3]) : null;
        }

        String text() {
            return PREFIX + index + '#' + messageId + '#' + carrier;
        }
    }

    SharedMessages(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the receipt that SQS knows: that of the carrier for an envelope, the receipt itself for a message. */
    static String carrier(String receipt) {
        Receipt of = Receipt.of(receipt);
        return of == null ? receipt : of.carrier();
    }

    /** Returns the messages, each carrier replaced by a message for each of its envelopes that is not deleted yet. */
    List<Message> split(List<Message> received) {
        List<Message> messages = new ArrayList<>(received.size());
        for (Message message : received) {
            List<String> envelopes = mayCarry(message) ? EnvelopeArray.split(message.body()) : List.of();
            if (envelopes.isEmpty()) {
                messages.add(message);
            } else {
                messages.addAll(split(message, envelopes));
            }
        }
        return messages;
    }

    private static boolean mayCarry(Message message) {
        return message.body() != null
                && EnvelopeArray.isArray(message.body())
                && !message.messageAttributes().containsKey(EnvelopeHeaders.CONTENT_ENCODING);
    }

    private synchronized List<Message> split(Message message, List<String> envelopes) {
        forgetOld();
        Carrier known = carriers.remove(message.messageId());
        Carrier carrier = known == null ? new Carrier(envelopes.size()) : known;
        carriers.put(message.messageId(), carrier);
        carrier.receipt = message.receiptHandle();
        carrier.receivedAt = nanos.getAsLong();
        carrier.givenBack.clear();
        List<Message> each = new ArrayList<>();
        for (int i = 0; i < envelopes.size(); i++) {
            if (!carrier.deleted.get(i)) {
                String receipt = new Receipt(i, message.messageId(), message.receiptHandle()).text();
                each.add(message.toBuilder()
                        .body(envelopes.get(i))
                        .receiptHandle(receipt)
                        .build());
            }
        }
        return each;
    }

    @GuardedBy("this")
    private void forgetOld() {
        Iterator<Carrier> oldest = carriers.values().iterator();
        while (oldest.hasNext() && nanos.getAsLong() - oldest.next().receivedAt > REMEMBERED_NANOS) {
            oldest.remove();
        }
    }

    /** Notes that the message or the envelope with this receipt is done with. */
    Settled deleted(String receipt) {
        return settled(receipt, Next.DELETE, carrier -> carrier.deleted);
    }

    /** Notes that the message or the envelope with this receipt is to be received again. */
    Settled givenBack(String receipt) {
        return settled(receipt, Next.GIVE_BACK, carrier -> carrier.givenBack);
    }

    /** @param byItself what is to be done with a message that carries nothing but itself */
    private synchronized Settled settled(String receipt, Next byItself, Function<Carrier, BitSet> envelopes) {
        Receipt of = Receipt.of(receipt);
        if (of == null) {
            return new Settled(byItself, receipt);
        }
        Carrier carrier = carriers.get(of.messageId());
        if (carrier == null) {
            // Deleted already, or so old that it is visible again.
            return new Settled(Next.WAIT, of.carrier());
        }
        envelopes.apply(carrier).set(of.index());
        Settled settled = carrier.settled();
        if (settled.next() == Next.DELETE) {
            carriers.remove(of.messageId());
        }
        return settled;
    }
}
