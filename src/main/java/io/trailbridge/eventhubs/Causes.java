package io.trailbridge.eventhubs;

import com.azure.core.amqp.exception.AmqpException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A failure in one line, for a log or a health check, with the service's own code where it has one. */
final class Causes {
    private static final int LONGEST = 500;

    private Causes() {
    }

    /** Whether it came from the way to the hub, and not from the checkpoint store. */
    static boolean ofHub(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof AmqpException) {
                return true;
            }
        }
        return AuthenticationFailures.contains(failure);
    }

    static String text(Throwable failure) {
        String message = failure.getMessage();
        String text = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message.lines().findFirst()
            .orElse(""));
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            text = service.awsErrorDetails().serviceName() + " " + service.awsErrorDetails().errorCode() + ": "
                + service.awsErrorDetails().errorMessage();
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
