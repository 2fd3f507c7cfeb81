package io.trailbridge.aws;

import io.trailbridge.fault.FaultCode;
import java.util.Map;

/**
 * Error codes that one service alone has and that fail every call of it alike, beside those of all services in {@link
 * AwsFailures}. Immutable.
 */
public record ServiceErrors(Map<String, Meaning> byCode) {
    /** No errors: for a service without specific error codes. */
    public static final ServiceErrors NONE = new ServiceErrors(Map.of());

    /** The fault that an error code causes, and its remedy. */
    public record Meaning(FaultCode fault, String remedy) {}

    public ServiceErrors {
        byCode = Map.copyOf(byCode);
    }
}
