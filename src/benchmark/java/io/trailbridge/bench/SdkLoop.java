package io.trailbridge.bench;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.trailbridge.standin.eventhubs.InMemoryCheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The floor: what the SDKs alone need to bring events from the hub through the queue to the channel, at least once, in
 * the largest batches. It retries by being given the events again, maps nothing, watches nothing, and gives up nothing.
 * Its checkpoints are in memory.
 */
final class SdkLoop {
    private static final int SENDERS = 8;
    private static final int RECEIVERS = 4;
    private static final int READ = 100;
    private static final Duration READ_WAIT = Duration.ofMillis(50);
    private static final int SENT = 10;
    private static final int PUT = 100;
    private static final int PUT_CHARACTERS = 256_000;

    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, task -> new Thread(task, "sender"));
    private final QueueCalls queue;
    private final AuditEvents channel;

    private SdkLoop(String queueUrl, String channelArn) {
        this.queue = new QueueCalls(SqsClient.create(), queueUrl);
        this.channel = new AuditEvents(CloudTrailDataClient.create(), channelArn);
    }

    static void start(Map<String, String> environment) {
        SdkLoop loop = new SdkLoop(environment.get("SQS_QUEUE_URL"), environment.get("CLOUDTRAIL_CHANNEL_ARN"));
        new EventProcessorClientBuilder()
                .connectionString(environment.get("HUB_CONNECTION_STRING"))
                .consumerGroup("$Default")
                .checkpointStore(new InMemoryCheckpointStore())
                .initialPartitionEventPosition(partition -> EventPosition.earliest())
                .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
                .processEventBatch(loop::send, READ, READ_WAIT)
                .processError(failed -> failed.getThrowable().printStackTrace())
                .buildEventProcessorClient()
                .start();
        for (int i = 0; i < RECEIVERS; i++) {
            new Thread(loop::deliver, "receiver").start();
        }
    }

    private void send(EventBatchContext read) {
        List<EventData> events = read.getEvents();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < events.size(); i += SENT) {
            List<EventData> ten = events.subList(i, Math.min(events.size(), i + SENT));
            List<String> bodies = ten.stream().map(EventData::getBodyAsString).toList();
            calls.add(CompletableFuture.runAsync(() -> queue.send(bodies), senders));
        }
        calls.forEach(CompletableFuture::join);
        if (!events.isEmpty()) {
            read.updateCheckpoint();
        }
    }

    private void deliver() {
        while (true) {
            try {
                List<Message> messages = receive();
                if (!messages.isEmpty()) {
                    put(messages);
                }
            } catch (RuntimeException failed) { // the messages come again
                failed.printStackTrace();
            }
        }
    }

    /** Receives until a call brings less than it may, or a call to the channel is full. */
    private List<Message> receive() {
        List<Message> all = new ArrayList<>();
        int characters = 0;
        List<Message> some;
        do {
            some = queue.receive(all.isEmpty() ? 5 : 0);
            all.addAll(some);
            characters +=
                    some.stream().mapToInt(message -> message.body().length()).sum();
        } while (some.size() == SENT && all.size() + SENT <= PUT && characters < PUT_CHARACTERS);
        return all;
    }

    private void put(List<Message> messages) {
        List<AuditEvent> events = messages.stream()
                .map(message -> channel.wrap(message.messageId(), message.body()))
                .toList();
        channel.put(events);
        for (int i = 0; i < messages.size(); i += SENT) {
            queue.delete(messages.subList(i, Math.min(messages.size(), i + SENT)));
        }
    }
}
