package io.trailbridge.sqs;

import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what fails in an {@code aws2-sqs} consumer outside its route: a receive, or a message that stays in the queue.
 * One line with the cause, at most every 30 s: in an outage every poll of every thread fails alike. The consumer polls
 * again by itself, and health shows the failure meanwhile. Thread-safe.
 */
public final class ReceiveFailures implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveFailures.class);
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

    private long lastLogged;
    private int unlogged;

    @Override
    public void handleException(Throwable failure) {
        handleException(null, null, failure);
    }

    @Override
    public void handleException(String message, Throwable failure) {
        handleException(message, null, failure);
    }

    @Override
    public synchronized void handleException(String message, Exchange exchange, Throwable failure) {
        OutOfMemory.check(failure);
        long now = System.nanoTime();
        if (lastLogged != 0 && now - lastLogged < REPEAT_NANOS) {
            unlogged++;
            return;
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (exchange == null) {
            LOG.warn("receiving from a queue failed, trying again cause=\"{}\" root=\"{}\" othersUnlogged={}",
                    failure, root, unlogged);
        } else {
            LOG.warn("message stays in its queue, it comes again route={} cause=\"{}\" root=\"{}\" othersUnlogged={}",
                    exchange.getFromRouteId(), failure, root, unlogged);
        }
        lastLogged = now;
        unlogged = 0;
    }
}
