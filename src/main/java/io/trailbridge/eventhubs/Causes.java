package io.trailbridge.eventhubs;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A failure in one line, for a log or a health check, with the service's own code where it has one. */
final class Causes {
    private static final int LONGEST = 500;

    private Causes() {
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
