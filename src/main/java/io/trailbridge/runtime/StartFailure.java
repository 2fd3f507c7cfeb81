package io.trailbridge.runtime;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.OneLine;
import io.trailbridge.settings.SettingsException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Describes in one line why a start failed: a setting, a route, a permission or a credential is wrong, or a service is
 * unavailable.
 */
final class StartFailure {
    private StartFailure() {}

    /**
     * Returns a {@link SettingsException} if the user can correct the cause, else an exception whose message names what
     * did not answer.
     */
    static Exception explained(CamelContext context, Exception failure) {
        Optional<SettingsException> route = RouteProblem.find(context, failure);
        return route.isPresent() ? route.get() : explained(failure);
    }

    static Exception explained(Exception failure) {
        SettingsException settings = CauseChain.find(failure, SettingsException.class);
        if (settings != null) {
            return settings;
        }
        SdkException aws = CauseChain.find(failure, SdkException.class);
        return aws == null ? failure : explained(aws);
    }

    /** Returns the cause on one line; for a failure of AWS in the words of AWS. */
    static String cause(Exception failure) {
        SdkException aws = CauseChain.find(failure, SdkException.class);
        return aws == null
                ? OneLine.of(failure.toString())
                : AwsFailures.classify(aws).summary();
    }

    private static Exception explained(SdkException failure) {
        if (AwsFailures.areCredentialsMissing(failure)) {
            return new SettingsException(
                    "no AWS credentials found: give the process a role, a profile, or"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    failure);
        }
        CallFailure call = AwsFailures.classify(failure);
        if (failure instanceof AwsServiceException && call.kind() == CallFailure.Kind.SYSTEMIC) {
            return new SettingsException("AWS refuses at the start: " + call.summary(), failure);
        }
        return new IllegalStateException("AWS does not answer at the start: " + call.summary(), failure);
    }
}
