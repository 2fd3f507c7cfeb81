package io.trailbridge.batch.camel;

import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.batch.UnsettledException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends an exchange as one or several entries and completes it when all of them are settled. Its message stays
 * unchanged. The exchange fails with a {@link RejectedException} or an {@link UnsettledException}. When several entries
 * fail, it fails with the first failure and the others are suppressed. An unsettled entry takes precedence over a
 * rejection: an entry that may still be delivered must not be parked. Blocks the sending thread only while there is no
 * place for an entry.
 */
public abstract class BatchProducer<E> extends DefaultAsyncProducer {
    private final BatchEndpoint<E> endpoint;
    private volatile List<Batcher<E>> batchers = List.of();

    protected BatchProducer(BatchEndpoint<E> endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /**
     * Returns the entries to send; nothing is sent when this throws, and an empty list completes the exchange.
     *
     * @throws RejectedException when a part of it can never be accepted
     */
    protected abstract List<E> entries(Exchange exchange) throws Exception;

    /** Returns the parts of the body: those of a List, else the body itself, which may be null. */
    protected static List<?> parts(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof List<?> several ? several : Collections.singletonList(body);
    }

    /** Returns the reason why a part of the body cannot be sent; {@code expected} is what it should be. */
    protected static String unexpected(String expected, Object part) {
        return "the body must be " + expected + ", or a List of them, but is "
                + (part == null ? "null" : part.getClass().getName());
    }

    /**
     * Returns the parts of the body as entries that a step before this one has made.
     *
     * @throws RejectedException when one of them is something else; {@code target} is where it was to go
     */
    protected static <E> List<E> made(Exchange exchange, Class<E> type, String target) {
        List<E> entries = new ArrayList<>();
        for (Object part : parts(exchange)) {
            if (!type.isInstance(part)) {
                throw new RejectedException(
                        "No" + type.getSimpleName(),
                        unexpected("a " + type.getSimpleName(), part)
                                + ": put the step that makes them before this one",
                        target);
            }
            entries.add(type.cast(part));
        }
        return entries;
    }

    /** Returns why this entry is not to be submitted; null when it is. The other entries are submitted nevertheless. */
    protected RejectedException refusal(E entry) {
        return null;
    }

    @Override
    protected void doStart() throws Exception {
        batchers = endpoint.acquire();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        endpoint.release();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        SinkArrival.reached(exchange);
        List<E> entries;
        try {
            entries = entries(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        List<Batcher<E>> targets = batchers;
        ExchangeResult result = new ExchangeResult(exchange, callback, entries.size() * targets.size());
        for (E entry : entries) {
            for (Batcher<E> target : targets) {
                handOver(target, entry, result);
            }
        }
        return result.submitted();
    }

    /** Submits an entry to a batcher; overridden by a sink that controls when each entry is sent. */
    protected void submit(Batcher<E> target, E entry, Settlement settlement) throws InterruptedException {
        target.submit(entry, settlement);
    }

    private void handOver(Batcher<E> target, E entry, ExchangeResult result) {
        RejectedException refusal = refusal(entry);
        if (refusal != null) {
            result.settled(refusal);
            return;
        }
        try {
            submit(target, entry, result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.settled(new StoppedException(endpoint.getEndpointUri()));
        }
    }
}
