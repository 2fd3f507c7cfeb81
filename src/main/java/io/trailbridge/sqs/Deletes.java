package io.trailbridge.sqs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.Outcome;
import io.trailbridge.batch.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/** The deletes of one queue, ten a call, each tried until it is done or its receipt is no longer valid. */
final class Deletes {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteBatching.class);
    private static final BatchLimits LIMITS = new BatchLimits(10, 1_048_576, Duration.ofMillis(50), 10_000, 4);
    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Outcome MISSING =
            new Outcome.Retry("MissingResult", "the answer of DeleteMessageBatch does not name the entry");

    private final String queue;
    private final Batcher<String> batcher;
    private final Counter failed;
    private final AtomicLong warnAt = new AtomicLong(System.nanoTime());

    Deletes(SqsClient sqs, String queueUrl, BatchMeters meters, MeterRegistry registry) {
        queue = SinkQueue.queueName(queueUrl);
        failed = Counter.builder("trailbridge.sqs.delete.failed").tag("queue", queue).register(registry);
        String at = "sqs-delete:" + queue;
        BatchCall<String> call = receipts -> call(sqs, queueUrl, receipts);
        batcher = new Batcher<>(at, queue, LIMITS, EntryShape.sized(String::length), call,
                meters.of(at, "trailbridge.sqs.deleted", "queue", queue));
    }

    Batcher<String> batcher() {
        return batcher;
    }

    void submit(String receipt) throws InterruptedException {
        batcher.submit(receipt, this::settled);
    }

    private void settled(RuntimeException failure) {
        if (failure instanceof RejectedException rejected) {
            failed.increment();
            long at = warnAt.get();
            if (System.nanoTime() - at >= 0 && warnAt.compareAndSet(at, System.nanoTime() + WARN_EVERY_NANOS)) {
                LOG.warn("queue={} deletesFailed={} code={} cause=\"{}\" next=\"the message comes again\" remedy=\"if"
                        + " this goes on, raise visibilityTimeout above the time a message takes\"", queue,
                        (long) failed.count(), rejected.code(), rejected.getMessage());
            }
        }
        // A stop needs no line here: the batcher logs how many it leaves undone.
    }

    private static List<Outcome> call(SqsClient sqs, String queueUrl, List<String> receipts) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (String receipt : receipts) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt)
                    .build());
        }
        DeleteMessageBatchResponse response =
                sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        Outcome[] outcomes = new Outcome[receipts.size()];
        Arrays.fill(outcomes, MISSING);
        for (DeleteMessageBatchResultEntry entry : response.successful()) {
            outcomes[Integer.parseInt(entry.id())] = Outcome.ACCEPTED;
        }
        for (BatchResultErrorEntry entry : response.failed()) {
            outcomes[Integer.parseInt(entry.id())] = SendMessageBatchCall.failed(entry);
        }
        return List.of(outcomes);
    }
}
