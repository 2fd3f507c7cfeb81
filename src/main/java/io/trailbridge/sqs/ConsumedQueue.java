package io.trailbridge.sqs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.fault.OneLine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * One queue that consumers of this process receive from: the messages that they hold, and their calls about them, ten
 * messages per call. A call is retried for each message until it is done or its receipt is no longer valid. Safe for
 * use by any thread.
 */
final class ConsumedQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerClient.class);
    private static final int MAX_BYTES = 1_048_576;
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final BatchLimits DELETES = new BatchLimits(10, MAX_BYTES, LINGER, 10_000, 4);
    /** SQS allows 120,000 messages of a queue to be in flight: that many can be given back without waiting. */
    private static final BatchLimits GIVE_BACKS = new BatchLimits(10, MAX_BYTES, LINGER, 120_000, 8, Long.MAX_VALUE);

    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

    private final String url;
    private final String name;
    private final SqsClient sqs;
    private final Receives receives;
    private final HeldMessages held;
    private final SharedMessages shared = new SharedMessages(System::nanoTime);
    private final Batcher<String> deletes;
    private final Batcher<String> giveBacks;
    private final FaultSignal receiving;
    private final FaultSignal extending;
    private final Counter failed;
    private final AtomicLong warnAt = new AtomicLong(System.nanoTime());

    /**
     * The objects and settings that the queues of one client share.
     *
     * @param meters the meters of the batches of all queues
     * @param downAfter how long receiving from a queue may fail before health is down
     * @param stopping counted down when nothing more is to be received
     */
    record Surroundings(
            SqsClient sqs,
            MeterRegistry registry,
            BatchMeters meters,
            Faults faults,
            Duration downAfter,
            CountDownLatch stopping,
            ConsumerClient.Unsettled unsettled) {}

    ConsumedQueue(String url, Surroundings around) {
        this.url = url;
        name = SinkQueue.queueName(url);
        sqs = around.sqs();
        receiving = around.faults().signal("queue " + name + " receive", around.downAfter());
        extending = around.faults().detail("queue " + name + " extend visibility");
        receives = new Receives(sqs, receiving, around.stopping());
        held = new HeldMessages(
                (messages, count) -> around.unsettled().unsettled(url, messages, count), System::nanoTime);
        failed = Counter.builder("trailbridge.sqs.delete.failed")
                .tag("queue", name)
                .register(around.registry());
        deletes = batcher(
                "sqs-delete:" + name,
                DELETES,
                receipts -> ReceiptCalls.delete(sqs, url, receipts),
                around.meters(),
                "trailbridge.sqs.deleted");
        giveBacks = batcher(
                "sqs-give-back:" + name,
                GIVE_BACKS,
                receipts -> ReceiptCalls.giveBack(sqs, url, receipts),
                around.meters(),
                "trailbridge.sqs.given.back");
    }

    private Batcher<String> batcher(
            String at, BatchLimits limits, BatchCall<String> call, BatchMeters meters, String counter) {
        return new Batcher<>(
                at, name, limits, EntryShape.sized(String::length), call, meters.of(at, counter, "queue", name));
    }

    List<Batcher<String>> batchers() {
        return List.of(deletes, giveBacks);
    }

    ReceiveMessageResponse receive(ReceiveMessageRequest request) {
        ReceiveMessageResponse answer = receives.receive(request);
        held.received(answer.messages(), request.visibilityTimeout());
        return answer.toBuilder().messages(shared.split(answer.messages())).build();
    }

    void delete(String receipt) throws InterruptedException {
        SharedMessages.Settled settled = shared.deleted(receipt);
        if (settled.next() == SharedMessages.Next.DELETE) {
            held.deleted(settled.receipt());
            deletes.submit(settled.receipt(), this::deleted);
        } else {
            giveBack(settled);
        }
    }

    /** Deletes by a call of its own, for a consumer that settles a message after the batches have stopped. */
    void deleteAlone(String receipt) {
        SharedMessages.Settled settled = shared.deleted(receipt);
        if (settled.next() == SharedMessages.Next.DELETE) {
            sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(settled.receipt()));
        }
    }

    private void deleted(RuntimeException failure) {
        if (failure instanceof RejectedException rejected) {
            failed.increment();
            long at = warnAt.get();
            if (System.nanoTime() - at >= 0 && warnAt.compareAndSet(at, System.nanoTime() + WARN_EVERY_NANOS)) {
                LOG.warn(
                        "queue={} deletesFailed={} code={} cause=\"{}\" next=\"the message is received again\""
                                + " remedy=\"if this goes on, raise visibilityTimeout above the time a message takes\"",
                        name,
                        (long) failed.count(),
                        OneLine.of(rejected.code()),
                        OneLine.of(rejected.getMessage()));
            }
        }
        // A stop needs no line here: the batcher logs how many it leaves undone.
    }

    void giveBack(String receipt) {
        giveBack(shared.givenBack(receipt));
    }

    private void giveBack(SharedMessages.Settled settled) {
        if (settled.next() == SharedMessages.Next.GIVE_BACK && held.release(settled.receipt())) {
            submitGiveBacks(List.of(settled.receipt()));
        }
    }

    void giveAllBack() {
        List<String> receipts = held.releaseAll();
        submitGiveBacks(receipts);
        if (!receipts.isEmpty()) {
            LOG.info(
                    "queue={} givenBack={} next=\"they are visible immediately and are received"
                            + " again after the next start\"",
                    name,
                    receipts.size());
        }
    }

    /**
     * Never waits: no more messages can be held than there are places. A hurried stop interrupts threads that still
     * have to do this. They do it nevertheless, because no other thread does it.
     */
    private void submitGiveBacks(List<String> receipts) {
        boolean interrupted = Thread.interrupted();
        for (String receipt : receipts) {
            try {
                giveBacks.submit(receipt, this::givenBack);
            } catch (InterruptedException e) {
                interrupted = true;
                LOG.warn(
                        "queue={} notGivenBack=1 cause=interrupted next=\"the message is received again after its"
                                + " visibility timeout\"",
                        name);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void givenBack(RuntimeException failure) {
        // A refused receipt is no longer valid: the message is already visible or deleted.
        LOG.debug("queue={} given back failure={}", name, failure == null ? null : OneLine.of(failure.getMessage()));
    }

    /**
     * Extends the visibility timeouts that the consumer asks for. The answer names only the entries that succeeded: for
     * the others the consumer would log a line or a stack trace, ten times over, and it asks for them again by itself.
     * Envelopes that share a message share its timeout, which is extended once.
     */
    ChangeMessageVisibilityBatchResponse extend(ChangeMessageVisibilityBatchRequest request) {
        Map<String, ChangeMessageVisibilityBatchRequestEntry> byMessage = new LinkedHashMap<>();
        for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
            String receipt = SharedMessages.carrier(entry.receiptHandle());
            if (!held.isJustExtended(receipt, entry.visibilityTimeout())) {
                byMessage.putIfAbsent(
                        receipt, entry.toBuilder().receiptHandle(receipt).build());
            }
        }
        Set<String> notExtended = byMessage.isEmpty() ? Set.of() : notExtended(request, byMessage.values());
        return ChangeMessageVisibilityBatchResponse.builder()
                .successful(request.entries().stream()
                        .filter(entry -> !notExtended.contains(SharedMessages.carrier(entry.receiptHandle())))
                        .map(entry -> ChangeMessageVisibilityBatchResultEntry.builder()
                                .id(entry.id())
                                .build())
                        .toList())
                .build();
    }

    /** Extends these entries, and returns the receipts of those for which that failed. */
    private Set<String> notExtended(
            ChangeMessageVisibilityBatchRequest request, Collection<ChangeMessageVisibilityBatchRequestEntry> entries) {
        Set<String> notExtended = new HashSet<>();
        entries.forEach(entry -> notExtended.add(entry.receiptHandle()));
        ChangeMessageVisibilityBatchResponse answer;
        try {
            answer = sqs.changeMessageVisibilityBatch(
                    request.toBuilder().entries(entries).build());
        } catch (RuntimeException failure) {
            LOG.debug("queue={} extending the visibility failed", name, failure);
            raise(AwsFailures.classify(failure));
            return notExtended;
        }
        List<String> extended = answer.successful().stream()
                .map(ChangeMessageVisibilityBatchResultEntry::id)
                .toList();
        for (ChangeMessageVisibilityBatchRequestEntry entry : entries) {
            if (extended.contains(entry.id())) {
                notExtended.remove(entry.receiptHandle());
                held.extended(entry.receiptHandle(), entry.visibilityTimeout());
            }
        }
        // A refused message is deleted or visible again: there is nothing to extend.
        answer.failed().stream()
                .map(ConsumedQueue::meaning)
                .filter(failure -> failure.kind() != Kind.REFUSED)
                .findFirst()
                .ifPresentOrElse(this::raise, extending::clear);
        return notExtended;
    }

    private static CallFailure meaning(BatchResultErrorEntry entry) {
        return AwsFailures.ofCode(entry.code(), entry.message(), Boolean.TRUE.equals(entry.senderFault()));
    }

    private void raise(CallFailure failure) {
        extending.raise(
                failure.fault(),
                "ChangeMessageVisibilityBatch: " + failure.code() + ": " + failure.message()
                        + "; messages that take longer than the visibility timeout are received again",
                failure.remedy());
    }

    /** Closes the signals: their faults are over without a log line. */
    void close() {
        receiving.close();
        extending.close();
    }
}
