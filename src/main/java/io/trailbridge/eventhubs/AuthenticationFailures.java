package io.trailbridge.eventhubs;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;

/** Recognises that Event Hubs or Entra ID refused who we are, as opposed to a fault on the way. */
final class AuthenticationFailures {
    private AuthenticationFailures() {
    }

    static boolean contains(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof ClientAuthenticationException || cause instanceof CredentialUnavailableException
                || cause instanceof AmqpException amqp
                    && amqp.getErrorCondition() == AmqpErrorCondition.UNAUTHORIZED_ACCESS) {
                return true;
            }
        }
        return false;
    }

    /** Whether another receiver has taken the partition's link. */
    static boolean stolen(Throwable failure) {
        return failure instanceof AmqpException amqp && amqp.getErrorCondition() == AmqpErrorCondition.LINK_STOLEN;
    }
}
