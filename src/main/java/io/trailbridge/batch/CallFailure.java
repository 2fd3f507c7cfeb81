package io.trailbridge.batch;

import java.util.Objects;

/**
 * What the failure of a whole call means.
 *
 * @param kind what to do about it
 * @param code the service's error code, or the exception's name where the service did not answer
 * @param message the cause
 * @param remedy what an operator can do; null when nothing but waiting helps
 */
public record CallFailure(Kind kind, String code, String message, String remedy) {
    /** What follows from a failure. All but {@code REFUSED} are tried again without end. */
    public enum Kind {
        /** Something in the call will never be accepted. The call is split until the one entry is found. */
        REFUSED,
        /** The service failed. It should pass; should one entry be the cause, it is kept from harming the others. */
        FAILED,
        /** The service asks for fewer calls. */
        THROTTLED,
        /** Every entry would meet it alike: credentials, permissions, a missing target, no connection. */
        SYSTEMIC
    }

    public CallFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
    }

    /** One line for logs and health. */
    public String summary() {
        return code + ": " + message + (remedy == null ? "" : " (" + remedy + ")");
    }
}
