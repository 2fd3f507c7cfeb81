package io.trailbridge.eventhubs;

import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.OneLine;
import java.util.concurrent.CompletionException;
import reactor.core.Exceptions;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Describes a failure in one line, for a log or a health check, with the service's own code where it has one.
 * Stateless; any thread.
 */
public final class Causes {
    private static final int LONGEST = 500;

    private Causes() {}

    public static String text(Throwable failure) {
        Throwable said = innermost(failure);
        String message = said.getMessage();
        String text = said.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
        if (said instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            text = service.awsErrorDetails().serviceName() + " "
                    + service.awsErrorDetails().errorCode() + ": "
                    + service.awsErrorDetails().errorMessage();
        }
        return OneLine.of(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...");
    }

    /** Returns the wrapped failure where the outer one carries no information, such as "Retries exhausted: 0/0". */
    private static Throwable innermost(Throwable failure) {
        return CauseChain.of(failure).stream()
                .filter(said -> !isWrapper(said))
                .findFirst()
                .orElseGet(() -> CauseChain.root(failure));
    }

    private static boolean isWrapper(Throwable failure) {
        return Exceptions.isRetryExhausted(failure) || failure instanceof CompletionException;
    }
}
