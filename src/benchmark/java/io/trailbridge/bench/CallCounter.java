package io.trailbridge.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts the requests that AWS clients of this JVM send, retries included, by operation. The SDK finds it by the file
 * {@code execution.interceptors} and gives one to each client, so that nothing is changed in what is measured.
 */
public final class CallCounter implements ExecutionInterceptor {
    private static final ConcurrentMap<String, LongAdder> CALLS = new ConcurrentHashMap<>();

    /** All requests so far. */
    static Map<String, Long> calls() {
        return CALLS.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        CALLS.computeIfAbsent(
                        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), operation -> new LongAdder())
                .increment();
    }
}
