package io.trailbridge.sqs;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Receives from one queue for any number of threads. A failure is reported as a fault, holds its thread for a back-off
 * that grows with the consecutive failures of all threads, and results in an answer without messages. A failure that is
 * gone at the next try or two is not reported. Interrupts and a stop end the wait at once; after a stop nothing is
 * received.
 */
final class Receives {
    private static final Logger LOG = LoggerFactory.getLogger(Receives.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final int NOT_A_BLIP = 3;
    /**
     * The time for an answer in addition to the long poll. Even a busy service answers within the poll's time; a call
     * that takes so much longer hangs.
     */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static final int LONGEST_POLL = 20;
    private static final ReceiveMessageResponse NOTHING =
            ReceiveMessageResponse.builder().build();

    private final SqsClient sqs;
    private final FaultSignal fault;
    private final CountDownLatch stopping;
    private final BackOff backOff;
    private final AtomicInteger failures = new AtomicInteger();

    Receives(SqsClient sqs, FaultSignal fault, CountDownLatch stopping) {
        this(sqs, fault, stopping, BACK_OFF);
    }

    Receives(SqsClient sqs, FaultSignal fault, CountDownLatch stopping, BackOff backOff) {
        this.backOff = backOff;
        this.sqs = sqs;
        this.fault = fault;
        this.stopping = stopping;
    }

    ReceiveMessageResponse receive(ReceiveMessageRequest request) {
        if (stopping.getCount() == 0) {
            return NOTHING;
        }
        ReceiveMessageResponse answer;
        try {
            answer = sqs.receiveMessage(limited(request));
        } catch (AbortedException interrupted) {
            Thread.currentThread().interrupt();
            return NOTHING;
        } catch (RuntimeException failed) {
            LOG.debug("queue={} receive failed", request.queueUrl(), failed);
            pause(failed(failed));
            return NOTHING;
        }
        failures.set(0);
        fault.clear();
        return answer;
    }

    private static ReceiveMessageRequest limited(ReceiveMessageRequest request) {
        int poll = request.waitTimeSeconds() == null ? LONGEST_POLL : request.waitTimeSeconds();
        return request.toBuilder()
                .overrideConfiguration(call -> call.apiCallTimeout(ANSWER_LIMIT.plusSeconds(poll)))
                .build();
    }

    /** Handles a failure. Returns the number of consecutive failures. */
    private int failed(RuntimeException failed) {
        int inARow = failures.incrementAndGet();
        CallFailure failure = AwsFailures.classify(failed);
        if (failure.kind() == CallFailure.Kind.SYSTEMIC
                || failure.fault() == FaultCode.CALL_HANGS
                || inARow >= NOT_A_BLIP) {
            fault.raise(
                    failure.fault(), "ReceiveMessage: " + failure.code() + ": " + failure.message(), failure.remedy());
        }
        return inARow;
    }

    private void pause(int inARow) {
        try {
            stopping.await(backOff.delay(inARow).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
