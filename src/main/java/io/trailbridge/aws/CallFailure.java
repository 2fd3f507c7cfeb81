package io.trailbridge.aws;

import io.trailbridge.fault.FaultCode;
import java.util.Objects;

/**
 * The meaning of the failure of a whole call.
 *
 * @param kind what to do about it
 * @param fault the kind of fault, for an operator
 * @param code the service's error code, or the exception's name where the service did not answer
 * @param message the cause
 * @param remedy what an operator can do; null when only waiting helps
 */
public record CallFailure(Kind kind, FaultCode fault, String code, String message, String remedy) {
    /** The consequence of a failure. Calls are retried without limit for every kind but {@code REFUSED}. */
    public enum Kind {
        /** Something in the call will never be accepted. The call is split until the one entry is found. */
        REFUSED,
        /**
         * The service failed. The failure should be transient; if one entry causes it, that entry is kept from harming
         * the others.
         */
        FAILED,
        /** The service asks for fewer calls. */
        THROTTLED,
        /** Every entry would fail alike: credentials, permissions, a missing target, no connection. */
        SYSTEMIC
    }

    public CallFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(code, "code");
    }

    /** Creates a failure where only waiting helps or the call itself is wrong: any kind but {@code SYSTEMIC}. */
    public CallFailure(Kind kind, String code, String message, String remedy) {
        this(
                kind,
                switch (kind) {
                    case REFUSED -> FaultCode.CALL_REFUSED;
                    case THROTTLED -> FaultCode.THROTTLED;
                    case FAILED -> FaultCode.SERVICE_FAILING;
                    case SYSTEMIC ->
                        throw new IllegalArgumentException("a systemic failure needs its fault code: " + code);
                },
                code,
                message,
                remedy);
    }

    /** Returns one line for logs and health. */
    public String summary() {
        return code + ": " + message + (remedy == null ? "" : " (" + remedy + ")");
    }
}
