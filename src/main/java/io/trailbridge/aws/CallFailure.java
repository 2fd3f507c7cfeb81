package io.trailbridge.aws;

import io.trailbridge.fault.FaultCode;
import java.util.Objects;

/**
 * What the failure of a whole call means.
 *
 * @param kind what to do about it
 * @param fault what kind of fault it is to an operator
 * @param code the service's error code, or the exception's name where the service did not answer
 * @param message the cause
 * @param remedy what an operator can do; null when nothing but waiting helps
 */
public record CallFailure(Kind kind, FaultCode fault, String code, String message, String remedy) {
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
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(code, "code");
    }

    /** What only waiting helps against, or what is wrong with the call itself. */
    public CallFailure(Kind kind, String code, String message, String remedy) {
        this(kind, switch (kind) {
            case REFUSED -> FaultCode.CALL_REFUSED;
            case THROTTLED -> FaultCode.THROTTLED;
            case FAILED -> FaultCode.SERVICE_FAILING;
            case SYSTEMIC -> throw new IllegalArgumentException("what fails every call must be said: " + code);
        }, code, message, remedy);
    }

    /** One line for logs and health. */
    public String summary() {
        return code + ": " + message + (remedy == null ? "" : " (" + remedy + ")");
    }
}
