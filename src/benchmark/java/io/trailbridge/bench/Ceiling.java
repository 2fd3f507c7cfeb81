package io.trailbridge.bench;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What the servers can do, each by itself, for a client that does nothing else: events read from the hub; then the same
 * sent to the queue; then received and deleted; then put into the channel. The command {@code run COUNT} gives the
 * seconds of each. Where no core is idle in between, a whole way is hardly faster than the four one after the other.
 */
public final class Ceiling {
    private static final int CALLERS = 4;
    private static final int TEN = 10;
    private static final int PUT = 100;
    private static final int PUT_CHARACTERS = 256_000;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final EventHubConsumerAsyncClient hub;
    private final QueueCalls queue;
    private final AuditEvents channel;

    private Ceiling(Map<String, String> environment) {
        hub = new EventHubClientBuilder()
                .connectionString(environment.get("HUB_CONNECTION_STRING"))
                .consumerGroup("$Default")
                .buildAsyncConsumerClient();
        queue = new QueueCalls(SqsClient.create(), environment.get("SQS_QUEUE_URL"));
        channel = new AuditEvents(CloudTrailDataClient.create(), environment.get("CLOUDTRAIL_CHANNEL_ARN"));
    }

    public static void main(String[] arguments) {
        Ceiling ceiling = new Ceiling(System.getenv());
        CommandLoop.start(command -> ceiling.run(Integer.parseInt(command[1])));
    }

    private JsonNode run(int events) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<String> bodies = hub.receive(true)
                .take(events)
                .map(event -> event.getData().getBodyAsString())
                .collectList()
                .block();
        long read = System.nanoTime();
        inParts(bodies, TEN, queue::send);
        long sent = System.nanoTime();
        Queue<Message> messages = new ConcurrentLinkedQueue<>();
        receive(messages, events);
        long received = System.nanoTime();
        int fitting = Math.max(1, Math.min(PUT, PUT_CHARACTERS / bodies.get(0).length()));
        inParts(
                List.copyOf(messages),
                fitting,
                part -> channel.put(part.stream()
                        .map(message -> channel.wrap(message.messageId(), message.body()))
                        .toList()));
        long put = System.nanoTime();
        return Json.object()
                .put("hub", (read - start) / 1e9)
                .put("send", (sent - read) / 1e9)
                .put("receive", (received - sent) / 1e9)
                .put("channel", (put - received) / 1e9);
    }

    private void receive(Queue<Message> messages, int events) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(events);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            tasks.add(() -> {
                while (left.get() > 0) {
                    List<Message> some = queue.receive(0);
                    if (!some.isEmpty()) {
                        left.addAndGet(-some.size());
                        messages.addAll(some);
                        queue.delete(some);
                    }
                }
                return null;
            });
        }
        allOf(tasks);
    }

    private interface Call<E> {
        void with(List<E> part);
    }

    private <E> void inParts(List<E> all, int size, Call<E> call) throws InterruptedException, ExecutionException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < all.size(); i += size) {
            List<E> part = all.subList(i, Math.min(all.size(), i + size));
            tasks.add(() -> {
                call.with(part);
                return null;
            });
        }
        allOf(tasks);
    }

    private void allOf(List<Callable<Void>> tasks) throws InterruptedException, ExecutionException {
        for (Future<Void> task : callers.invokeAll(tasks)) {
            task.get();
        }
    }
}
