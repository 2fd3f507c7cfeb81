package io.trailbridge.sqs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.fault.Faults;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/**
 * An SqsClient whose {@code deleteMessage} collects and sends DeleteMessageBatch, for the aws2-sqs consumer, which
 * deletes one message a call. All its other methods are those of the client that it wraps.
 *
 * <p>{@code deleteMessage} returns at once, before the message is deleted, and blocks only while 10,000 deletes of the
 * queue are held. A delete that fails is tried again until it is done or its receipt is no longer valid; then the
 * message comes again, which at-least-once delivery allows. Safe for use by any threads.
 *
 * <p>{@link #close()} (or closing the client) sends what is held, waits up to the grace, and closes the wrapped client.
 * Close it after the Camel context has stopped. A delete that comes after it began to close is sent by itself.
 */
public final class DeleteBatching implements AutoCloseable, BatchStatusSource {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SqsClient wrapped;
    private final SqsClient client;
    private final MeterRegistry registry;
    private final BatchMeters meters;
    private final Map<String, Deletes> byQueue = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private DeleteBatching(SqsClient wrapped, MeterRegistry registry, BatchMeters meters) {
        this.wrapped = wrapped;
        this.registry = registry;
        this.meters = meters;
        client = (SqsClient) Proxy.newProxyInstance(
                SqsClient.class.getClassLoader(), new Class<?>[] {SqsClient.class}, this::invoke);
    }

    /**
     * Wraps a client.
     *
     * @param registry counts {@code trailbridge.sqs.deleted{queue}}; null for a private one
     */
    public static DeleteBatching wrap(SqsClient wrapped, MeterRegistry registry) {
        MeterRegistry used = registry == null ? new SimpleMeterRegistry() : registry;
        return new DeleteBatching(wrapped, used, new BatchMeters(used));
    }

    /** The same, where its failures are told to others too. */
    public static DeleteBatching wrap(SqsClient wrapped, MeterRegistry registry, Faults faults, Duration failingLimit) {
        return new DeleteBatching(wrapped, registry, new BatchMeters(registry, faults, failingLimit));
    }

    /** The client to give to the aws2-sqs component. */
    public SqsClient client() {
        return client;
    }

    @Override
    public List<BatchStatus> batchStatuses() {
        return byQueue.values().stream().map(deletes -> deletes.batcher().status()).toList();
    }

    @Override
    public void close() {
        synchronized (byQueue) {
            if (closed) {
                return;
            }
            closed = true;
        }
        byQueue.values().forEach(deletes -> deletes.batcher().stop(GRACE));
        wrapped.close();
    }

    private Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        if (method.getName().equals("deleteMessage")) {
            return delete(request(args[0]));
        }
        if (method.getName().equals("close") && method.getParameterCount() == 0) {
            close();
            return null;
        }
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
            return proxy == args[0];
        }
        try {
            return method.invoke(wrapped, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static DeleteMessageRequest request(Object argument) {
        if (argument instanceof DeleteMessageRequest request) {
            return request;
        }
        return DeleteMessageRequest.builder().applyMutation((Consumer<DeleteMessageRequest.Builder>) argument).build();
    }

    private DeleteMessageResponse delete(DeleteMessageRequest request) {
        Deletes deletes = closed ? null : deletes(request.queueUrl());
        if (deletes == null) {
            return wrapped.deleteMessage(request);
        }
        try {
            deletes.submit(request.receiptHandle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while waiting to delete from " + request.queueUrl(), e);
        }
        return DeleteMessageResponse.builder().build();
    }

    /** Null when closing has begun: a queue that is new then would never be stopped. */
    private Deletes deletes(String queueUrl) {
        Deletes known = byQueue.get(queueUrl);
        if (known != null) {
            return known;
        }
        synchronized (byQueue) {
            return closed ? null
                    : byQueue.computeIfAbsent(queueUrl, url -> new Deletes(wrapped, url, meters, registry));
        }
    }
}
