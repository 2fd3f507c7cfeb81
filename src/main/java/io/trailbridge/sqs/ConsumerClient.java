package io.trailbridge.sqs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.batch.Batcher;
import io.trailbridge.fault.Faults;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The SqsClient of the aws2-sqs consumers: an {@link SqsClient} whose methods are those of the client that it wraps,
 * except for these:
 *
 * <ul>
 *   <li>{@code receiveMessage} never fails: it reports a failure as a fault, waits with back-off and returns no
 *       message. The consumer by itself would log a stack trace and call again at once. Each envelope of a message that
 *       carries several is returned as a message of its own ({@link SharedMessages});
 *   <li>{@code deleteMessage} returns at once and sends DeleteMessageBatch; it blocks only while 10,000 deletes of the
 *       queue are held. A failed delete is retried until it is done or its receipt is no longer valid; then the message
 *       is delivered again, which at-least-once delivery allows;
 *   <li>{@code changeMessageVisibilityBatch}, by which the consumer extends messages in flight, never fails either.
 * </ul>
 *
 * <p>Stop. {@link #beginStop()} ends waits and receives no more. {@link #close()} (or closing the client) sends the
 * deletes that are held and makes every message that was received and not deleted visible again, so that the next start
 * need not wait for visibility timeouts. It waits up to the grace period for all queues together and closes the wrapped
 * client. Close it after the Camel context has stopped. A delete that arrives after closing has begun is sent by
 * itself.
 *
 * <p>Safe for use by any thread.
 */
public final class ConsumerClient implements AutoCloseable, BatchStatusSource {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration DOWN_AFTER = Duration.ofSeconds(30);
    private static final Set<String> OWN_CALLS =
            Set.of("receiveMessage", "deleteMessage", "changeMessageVisibilityBatch");

    private final SqsClient wrapped;
    private final SqsClient client;
    private final Duration grace;
    private final ConsumedQueue.Surroundings surroundings;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<String, ConsumedQueue> byQueue = new ConcurrentHashMap<>();
    private volatile Unsettled unsettled = (queueUrl, messages, receives) -> {};
    private volatile boolean closed;

    /** Notified of messages that were received and become visible again. May be called by any thread. */
    @FunctionalInterface
    interface Unsettled {
        /** See {@link HeldMessages.Unsettled}. */
        void unsettled(String queueUrl, int messages, int receives);
    }

    private ConsumerClient(
            SqsClient wrapped, MeterRegistry registry, Faults faults, Duration downAfter, Duration grace) {
        this.wrapped = wrapped;
        this.grace = grace;
        surroundings = new ConsumedQueue.Surroundings(
                wrapped,
                registry,
                new BatchMeters(registry, faults, downAfter),
                faults,
                downAfter,
                stopping,
                (queueUrl, messages, receives) -> unsettled.unsettled(queueUrl, messages, receives));
        client = (SqsClient) Proxy.newProxyInstance(
                SqsClient.class.getClassLoader(), new Class<?>[] {SqsClient.class}, this::invoke);
    }

    /** Wraps a client; failures are reported in the log only. */
    public static ConsumerClient wrap(SqsClient wrapped, MeterRegistry registry) {
        return wrap(wrapped, registry, new Faults(), DOWN_AFTER);
    }

    /**
     * Wraps a client.
     *
     * @param registry counts {@code trailbridge.sqs.deleted{queue}} and {@code trailbridge.sqs.given.back{queue}}; null
     *     for a private one
     * @param faults where failures are reported
     * @param downAfter how long receiving from a queue may fail before health is down
     */
    public static ConsumerClient wrap(SqsClient wrapped, MeterRegistry registry, Faults faults, Duration downAfter) {
        return wrap(wrapped, registry, faults, downAfter, GRACE);
    }

    static ConsumerClient wrap(
            SqsClient wrapped, MeterRegistry registry, Faults faults, Duration downAfter, Duration grace) {
        return new ConsumerClient(
                wrapped, registry == null ? new SimpleMeterRegistry() : registry, faults, downAfter, grace);
    }

    /** Returns the client for the aws2-sqs component. */
    public SqsClient client() {
        return client;
    }

    /** Sets the listener for messages that were received and not settled; by default there is none. */
    void onUnsettled(Unsettled listener) {
        unsettled = listener;
    }

    @Override
    public List<BatchStatus> batchStatuses() {
        return batchers().map(Batcher::status).toList();
    }

    /** Makes a message visible at once, because its receiver stops. Does nothing when the message is not held. */
    void giveBack(String queueUrl, String receipt) {
        ConsumedQueue queue = byQueue.get(queueUrl);
        if (queue != null && !closed) {
            queue.giveBack(receipt);
        }
    }

    /** Receives nothing from now on, and ends the waits of threads that back off. Returns at once. */
    public void beginStop() {
        stopping.countDown();
    }

    @Override
    public void close() {
        beginStop();
        synchronized (byQueue) {
            if (closed) {
                return;
            }
            closed = true;
        }
        byQueue.values().forEach(ConsumedQueue::giveAllBack);
        // All begin to stop at once and share the grace period: one queue that is down must not use up another's time.
        batchers().forEach(Batcher::beginStop);
        long deadline = System.nanoTime() + grace.toNanos();
        batchers().forEach(batcher -> batcher.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        byQueue.values().forEach(ConsumedQueue::close);
        wrapped.close();
    }

    private Stream<Batcher<String>> batchers() {
        return byQueue.values().stream().flatMap(queue -> queue.batchers().stream());
    }

    private Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        Object argument = args == null || args.length != 1 ? null : args[0];
        if (argument instanceof ReceiveMessageRequest request) {
            return receive(request);
        }
        if (argument instanceof DeleteMessageRequest request) {
            return delete(request);
        }
        if (argument instanceof ChangeMessageVisibilityBatchRequest request) {
            return extend(request);
        }
        if (argument instanceof Consumer && method.isDefault() && OWN_CALLS.contains(method.getName())) {
            return InvocationHandler.invokeDefault(proxy, method, args); // builds the request, then comes here again
        }
        if (method.getName().equals("close") && method.getParameterCount() == 0) {
            close();
            return null;
        }
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return proxy == argument;
        }
        try {
            return method.invoke(wrapped, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private ReceiveMessageResponse receive(ReceiveMessageRequest request) {
        ConsumedQueue queue = queue(request.queueUrl());
        return queue == null ? ReceiveMessageResponse.builder().build() : queue.receive(request);
    }

    private DeleteMessageResponse delete(DeleteMessageRequest request) {
        ConsumedQueue queue = queue(request.queueUrl());
        if (queue == null) {
            ConsumedQueue closing = byQueue.get(request.queueUrl());
            if (closing == null) {
                return wrapped.deleteMessage(request);
            }
            closing.deleteAlone(request.receiptHandle());
            return DeleteMessageResponse.builder().build();
        }
        interruptibly("delete from " + request.queueUrl(), () -> queue.delete(request.receiptHandle()));
        return DeleteMessageResponse.builder().build();
    }

    /** Extends nothing once messages are given back: that would hide them again. */
    private ChangeMessageVisibilityBatchResponse extend(ChangeMessageVisibilityBatchRequest request) {
        ConsumedQueue queue = queue(request.queueUrl());
        return queue == null ? ChangeMessageVisibilityBatchResponse.builder().build() : queue.extend(request);
    }

    /** Returns null when closing has begun: a queue created after that would never be stopped. */
    private ConsumedQueue queue(String queueUrl) {
        if (closed) {
            return null;
        }
        ConsumedQueue known = byQueue.get(queueUrl);
        if (known != null) {
            return known;
        }
        synchronized (byQueue) {
            return closed ? null : byQueue.computeIfAbsent(queueUrl, url -> new ConsumedQueue(url, surroundings));
        }
    }

    private static void interruptibly(String what, Submission submission) {
        try {
            submission.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while waiting to " + what, e);
        }
    }

    @FunctionalInterface
    private interface Submission {
        void run() throws InterruptedException;
    }
}
