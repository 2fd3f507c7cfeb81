package io.trailbridge.pipeline;

import com.fasterxml.jackson.core.JacksonException;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.UnsettledException;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.OversizeEventException;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.transform.MappingException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells the failures of a route apart. What the sinks throw has been tried again by themselves for as long as that can
 * help; what is decided here is the failure of any other step, steps of an edited route included. What an error of AWS
 * means is said by {@link AwsFailures}, for a step as for a sink.
 */
final class Failures {
    enum Kind {
        /** Trailbridge stops, or others must not wait for it: it stays unsettled, and its source gives it again. */
        UNSETTLED,
        /** An outage: the step is tried again. */
        TRANSIENT,
        /** The event itself cannot pass: it is parked. */
        PERMANENT
    }

    private Failures() {}

    static Kind kind(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return kind(failure == null ? exchange.getException() : failure);
    }

    static Kind kind(Throwable failure) {
        Kind kind = Kind.PERMANENT;
        for (Throwable cause : CauseChain.of(failure)) {
            if (isUnsettled(cause)) {
                return Kind.UNSETTLED;
            }
            if (isOfTheEvent(cause)) {
                return Kind.PERMANENT;
            }
            if (isPassing(cause)) {
                kind = Kind.TRANSIENT;
            }
        }
        return kind;
    }

    private static boolean isUnsettled(Throwable cause) {
        return cause instanceof UnsettledException || cause instanceof InterruptedException
                || cause instanceof AbortedException || cause instanceof RejectedExecutionException;
    }

    /**
     * What says that the event itself is wrong, whatever it was caused by: broken gzip and JSON are IOExceptions too,
     * and what overflows a stack is nested too deeply.
     */
    private static boolean isOfTheEvent(Throwable cause) {
        return cause instanceof InvalidEnvelopeException || cause instanceof OversizeEventException
                || cause instanceof MappingException || cause instanceof RejectedException
                || cause instanceof JacksonException || cause instanceof StackOverflowError
                || cause instanceof SdkException && AwsFailures.classify(cause).kind() == CallFailure.Kind.REFUSED;
    }

    /** Any other error of the JVM is one of the installation or the moment: it says nothing of the event. */
    private static boolean isPassing(Throwable cause) {
        return cause instanceof IOException || cause instanceof TimeoutException || cause instanceof SdkException
                || cause instanceof Error;
    }
}
