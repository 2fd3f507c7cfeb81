package io.trailbridge.eventhubs;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.OneLine;
import java.io.IOException;

/**
 * The meaning of a failure to reach or read a hub. No other class decides that.
 *
 * @param code    the kind of failure, for the hub as a whole
 * @param cause   what was seen, without the SDK's context
 * @param remedy  what an operator can do, or {@code null} where only waiting helps
 * @param isTransient whether the failure may be over by the next try, as with a closed link or a busy hub
 */
record HubFailure(FaultCode code, String cause, String remedy, boolean isTransient) {
    /** The start of the error context that the SDK appends to its messages, over several hundred characters. */
    private static final String CONTEXT = ", errorContext[";

    /**
     * Returns the meaning of a failure. Never blocks. The failure does not contain the reason why a hub is silent;
     * {@link HubReach} finds it.
     */
    static HubFailure of(Throwable failure) {
        if (isRefusalOfCredentials(failure)) {
            return new HubFailure(
                    FaultCode.HUB_ACCESS_DENIED,
                    text(failure),
                    "correct the key or the rights (Listen,"
                            + " or the role Azure Event Hubs Data Receiver) and store them in the secret: it is read again"
                            + " without a restart",
                    false);
        }
        AmqpException amqp = CauseChain.find(failure, AmqpException.class);
        AmqpErrorCondition condition = amqp == null ? null : amqp.getErrorCondition();
        if (condition == AmqpErrorCondition.NOT_FOUND) {
            return new HubFailure(
                    FaultCode.HUB_NOT_FOUND,
                    text(failure),
                    "create the hub or the consumer group in Azure, or correct its name in the secret",
                    false);
        }
        if (condition == AmqpErrorCondition.SERVER_BUSY_ERROR) {
            return new HubFailure(
                    FaultCode.THROTTLED, text(failure), "give the namespace more throughput units if it lasts", true);
        }
        if (condition == AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED) {
            return new HubFailure(
                    FaultCode.CALL_REFUSED,
                    text(failure),
                    "stop other readers of this consumer group, or give Trailbridge another one",
                    false);
        }
        return new HubFailure(FaultCode.HUB_UNREACHABLE, text(failure), null, amqp == null || amqp.isTransient());
    }

    /** Returns the same failure as a transient one. */
    HubFailure asTransient() {
        return new HubFailure(code, cause, remedy, true);
    }

    /** Returns whether the failure came from the connection to the hub, and not from the checkpoint store. */
    static boolean isOfHub(Throwable failure) {
        return CauseChain.find(failure, AmqpException.class) != null || isRefusalOfCredentials(failure);
    }

    /** Returns whether another receiver has taken the partition's link. */
    static boolean isStolen(Throwable failure) {
        AmqpException amqp = CauseChain.find(failure, AmqpException.class);
        return amqp != null && amqp.getErrorCondition() == AmqpErrorCondition.LINK_STOLEN;
    }

    /** Returns whether Event Hubs or Entra ID refused the credentials, as opposed to a failure of the connection. */
    private static boolean isRefusalOfCredentials(Throwable failure) {
        AmqpException amqp = CauseChain.find(failure, AmqpException.class);
        // If Entra ID cannot be reached, it has not refused anything.
        return CauseChain.find(failure, IOException.class) == null
                        && (CauseChain.find(failure, ClientAuthenticationException.class) != null
                                || CauseChain.find(failure, CredentialUnavailableException.class) != null)
                || amqp != null && amqp.getErrorCondition() == AmqpErrorCondition.UNAUTHORIZED_ACCESS;
    }

    private static String text(Throwable failure) {
        AmqpException amqp = CauseChain.find(failure, AmqpException.class);
        if (amqp == null) {
            return Causes.text(failure);
        }
        String message = String.valueOf(amqp.getMessage());
        int context = message.indexOf(CONTEXT);
        String text = context < 0 ? message : message.substring(0, context);
        return OneLine.of(
                amqp.getErrorCondition() == null
                        ? text
                        : amqp.getErrorCondition().getErrorCondition() + ": " + text);
    }
}
