package io.trailbridge.runtime;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.settings.SettingsException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes one line of what stopped a start: a setting, a right or a credential that is wrong, or a service that is away. */
final class StartFailure {
    private StartFailure() {}

    /**
     * A {@link SettingsException} where the user has something to put right, else an exception whose message says what
     * did not answer.
     */
    static Exception explained(Exception failure) {
        SdkException aws = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException settings) {
                return settings;
            }
            aws = cause instanceof SdkException sdk && aws == null ? sdk : aws;
        }
        return aws == null ? failure : explained(aws);
    }

    private static Exception explained(SdkException failure) {
        if (String.valueOf(failure.getMessage()).contains("Unable to load credentials")) {
            return new SettingsException("no AWS credentials found: give the process a role, a profile, or"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", failure);
        }
        CallFailure call = AwsFailures.classify(failure);
        if (failure instanceof AwsServiceException && call.kind() == CallFailure.Kind.SYSTEMIC) {
            return new SettingsException("AWS refuses at the start: " + call.summary(), failure);
        }
        return new IllegalStateException("AWS does not answer at the start: " + call.summary(), failure);
    }
}
