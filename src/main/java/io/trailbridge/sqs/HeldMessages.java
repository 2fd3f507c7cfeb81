package io.trailbridge.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The messages of one queue that were received and are neither deleted nor visible again, by their receipts. A message
 * that is never deleted is forgotten when its visibility timeout has passed. Safe for use by any thread.
 */
final class HeldMessages {
    /** The longest time for which SQS hides a message, however often it is extended. */
    private static final Duration LONGEST_HIDDEN = Duration.ofHours(12);

    private static final long SWEEP_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<String, Held> byReceipt = new ConcurrentHashMap<>();
    private final Unsettled unsettled;
    private final LongSupplier nanos;
    private final AtomicLong sweepAt;

    private record Held(int receives, long visibleAt) {}

    /** Notified of messages that become visible again. */
    @FunctionalInterface
    interface Unsettled {
        /**
         * @param messages the number of messages
         * @param receives how often each has been received; 0 where the consumer does not ask for the count
         */
        void unsettled(int messages, int receives);
    }

    HeldMessages(Unsettled unsettled, LongSupplier nanos) {
        this.unsettled = unsettled;
        this.nanos = nanos;
        sweepAt = new AtomicLong(nanos.getAsLong() + SWEEP_NANOS);
    }

    /** @param visibilityTimeout in seconds; null for the default of the queue, which is not known here */
    void received(List<Message> messages, Integer visibilityTimeout) {
        sweep();
        for (Message message : messages) {
            byReceipt.put(message.receiptHandle(), new Held(receives(message), visibleAt(visibilityTimeout)));
        }
    }

    void extended(String receipt, Integer visibilityTimeout) {
        byReceipt.computeIfPresent(receipt, (same, held) -> new Held(held.receives(), visibleAt(visibilityTimeout)));
    }

    /** Returns whether the message was given this timeout just now: less than a tenth of it ago. */
    boolean isJustExtended(String receipt, Integer visibilityTimeout) {
        Held message = byReceipt.get(receipt);
        long wanted = visibleAt(visibilityTimeout);
        return message != null && wanted - message.visibleAt() < (wanted - nanos.getAsLong()) / 10;
    }

    void deleted(String receipt) {
        byReceipt.remove(receipt);
    }

    /** Releases a message, which the caller makes visible. Returns false when it is not held. */
    boolean release(String receipt) {
        Held held = byReceipt.remove(receipt);
        if (held != null) {
            unsettled.unsettled(1, held.receives());
        }
        return held != null;
    }

    /** Releases all messages and returns their receipts; the caller makes the messages visible. */
    List<String> releaseAll() {
        forget(this::isVisible);
        return forget(held -> true);
    }

    private long visibleAt(Integer seconds) {
        return nanos.getAsLong() + (seconds == null ? LONGEST_HIDDEN : Duration.ofSeconds(seconds)).toNanos();
    }

    private void sweep() {
        long at = sweepAt.get();
        if (nanos.getAsLong() - at >= 0 && sweepAt.compareAndSet(at, nanos.getAsLong() + SWEEP_NANOS)) {
            forget(this::isVisible);
        }
    }

    private boolean isVisible(Held held) {
        return nanos.getAsLong() - held.visibleAt() >= 0;
    }

    private List<String> forget(Predicate<Held> which) {
        List<String> receipts = new ArrayList<>();
        Map<Integer, Integer> byReceives = new TreeMap<>();
        byReceipt.forEach((receipt, held) -> {
            if (which.test(held) && byReceipt.remove(receipt, held)) {
                receipts.add(receipt);
                byReceives.merge(held.receives(), 1, Integer::sum);
            }
        });
        byReceives.forEach((receives, messages) -> unsettled.unsettled(messages, receives));
        return receipts;
    }

    private static int receives(Message message) {
        String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return count == null ? 0 : Integer.parseInt(count);
    }
}
