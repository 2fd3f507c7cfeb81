package io.trailbridge.sqs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.OneLine;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures in an {@code aws2-sqs} consumer outside its route: a message that stays in its queue, or a failed poll.
 * Writes one line with the cause, at most every 30 s. A message whose route stops is given back at once. Any other
 * message is received again when its visibility timeout has passed, so that a message that fails repeatedly is not
 * received without pause. Thread-safe.
 */
public final class ReceiveFailures implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveFailures.class);
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

    private final ConsumerClient sqs;

    @GuardedBy("this")
    private long nextLine = System.nanoTime();

    @GuardedBy("this")
    private int unlogged;

    /** @param sqs the client that the consumers receive with */
    public ReceiveFailures(ConsumerClient sqs) {
        this.sqs = sqs;
    }

    @Override
    public void handleException(Throwable failure) {
        handleException(null, null, failure);
    }

    @Override
    public void handleException(String message, Throwable failure) {
        handleException(message, null, failure);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable failure) {
        OutOfMemory.check(failure);
        if (exchange != null
                && exchange.getFromEndpoint() instanceof Sqs2Endpoint endpoint
                && CauseChain.find(failure, StoppedException.class) != null) {
            String receipt = exchange.getMessage().getHeader(Sqs2Constants.RECEIPT_HANDLE, String.class);
            if (receipt != null) {
                sqs.giveBack(endpoint.getConfiguration().getQueueUrl(), receipt);
            }
        }
        log(exchange, failure);
    }

    private synchronized void log(Exchange exchange, Throwable failure) {
        long now = System.nanoTime();
        if (now - nextLine < 0) {
            unlogged++;
            return;
        }
        Throwable root = CauseChain.root(failure);
        if (exchange == null) {
            LOG.warn(
                    "polling a queue failed, retrying cause=\"{}\" root=\"{}\" othersUnlogged={}",
                    OneLine.of(String.valueOf(failure)),
                    OneLine.of(String.valueOf(root)),
                    unlogged);
        } else {
            LOG.warn(
                    "message stays in its queue and is received again route={} cause=\"{}\" root=\"{}\""
                            + " othersUnlogged={}",
                    exchange.getFromRouteId(),
                    OneLine.of(String.valueOf(failure)),
                    OneLine.of(String.valueOf(root)),
                    unlogged);
        }
        nextLine = now + REPEAT_NANOS;
        unlogged = 0;
    }
}
