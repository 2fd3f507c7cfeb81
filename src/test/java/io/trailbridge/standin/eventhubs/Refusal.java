package io.trailbridge.standin.eventhubs;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** A refusal by the service: condition, text and, in a response, status code. The texts are close to the real ones. */
record Refusal(String condition, int status, String description) {

    static final String STOLEN = "amqp:link:stolen";
    static final String SERVER_BUSY = "com.microsoft:server-busy";

    /** The wording matters: the SDK treats a not-found without it as transient and retries. */
    static Refusal notFound(String path) {
        return new Refusal(
                "amqp:not-found", 404, "The messaging entity 'sb://stand-in/" + path + "' could not be found.");
    }

    static Refusal noSuchPartition(int partitions) {
        return new Refusal(
                "com.microsoft:argument-out-of-range",
                400,
                "The specified partition is invalid for an EventHub partition sender or receiver."
                        + " It should be between 0 and " + (partitions - 1) + ".");
    }

    static Refusal invalidArgument(String description) {
        return new Refusal("com.microsoft:argument-error", 400, description);
    }

    static Refusal unauthorized(String description) {
        return new Refusal("amqp:unauthorized-access", 401, description);
    }

    static Refusal stolen(String description) {
        return new Refusal(STOLEN, 409, description);
    }

    static Refusal serverBusy() {
        return new Refusal(
                SERVER_BUSY,
                503,
                "The request was terminated because the namespace is being throttled. Please wait 4 seconds and try"
                        + " again.");
    }

    ErrorCondition error() {
        return new ErrorCondition(Symbol.valueOf(condition), description);
    }
}
