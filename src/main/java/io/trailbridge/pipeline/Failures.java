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
 * Classifies the failures of a route. The sinks have already retried their own failures for as long as that can help.
 * This class classifies the failures of all other steps, including those of an edited route. {@link AwsFailures}
 * classifies an AWS error, for a step as for a sink.
 */
final class Failures {
    enum Kind {
        /**
         * Trailbridge is stopping, or other events must not wait for this one: it stays unsettled, and its source
         * delivers it again.
         */
        UNSETTLED,
        /** An outage: the step is retried. */
        TRANSIENT,
        /** The event itself cannot be delivered: it is parked. */
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
            if (isTransient(cause)) {
                kind = Kind.TRANSIENT;
            }
        }
        return kind;
    }

    private static boolean isUnsettled(Throwable cause) {
        return cause instanceof UnsettledException
                || cause instanceof InterruptedException
                || cause instanceof AbortedException
                || cause instanceof RejectedExecutionException;
    }

    /**
     * Returns whether the cause shows that the event itself is wrong, whatever caused it in turn: broken gzip and JSON
     * are IOExceptions too, and JSON that overflows the stack is nested too deeply.
     */
    private static boolean isOfTheEvent(Throwable cause) {
        return cause instanceof InvalidEnvelopeException
                || cause instanceof OversizeEventException
                || cause instanceof MappingException
                || cause instanceof RejectedException
                || cause instanceof JacksonException
                || cause instanceof StackOverflowError
                || cause instanceof SdkException && AwsFailures.classify(cause).kind() == CallFailure.Kind.REFUSED;
    }

    /**
     * Returns whether the cause is transient. Any other error of the JVM is a problem of the installation or the
     * moment, unrelated to the event.
     */
    private static boolean isTransient(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof SdkException
                || cause instanceof Error;
    }
}
