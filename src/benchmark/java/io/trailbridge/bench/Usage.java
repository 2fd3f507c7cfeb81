package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a JVM has used, by its {@link Probe}: since it started, or between two looks. Memory is what it had at the end.
 */
record Usage(
        long cpuNanos,
        long allocatedBytes,
        long collectorMillis,
        long compilerMillis,
        Map<String, Long> threadNanos,
        Map<String, Long> calls,
        long heapBytes,
        long committedBytes,
        long residentBytes) {

    static Usage of(JsonNode look) {
        return new Usage(
                look.get("cpuNanos").asLong(),
                look.get("allocatedBytes").asLong(),
                look.get("collectorMillis").asLong(),
                look.get("compilerMillis").asLong(),
                numbers(look.get("threadNanos")),
                numbers(look.get("calls")),
                look.get("heapBytes").asLong(),
                look.get("committedBytes").asLong(),
                look.get("residentBytes").asLong());
    }

    Usage since(Usage earlier) {
        return new Usage(
                cpuNanos - earlier.cpuNanos,
                allocatedBytes - earlier.allocatedBytes,
                collectorMillis - earlier.collectorMillis,
                compilerMillis - earlier.compilerMillis,
                difference(threadNanos, earlier.threadNanos),
                difference(calls, earlier.calls),
                heapBytes,
                committedBytes,
                residentBytes);
    }

    private static Map<String, Long> numbers(JsonNode object) {
        Map<String, Long> numbers = new TreeMap<>();
        object.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return numbers;
    }

    private static Map<String, Long> difference(Map<String, Long> later, Map<String, Long> earlier) {
        Map<String, Long> difference = new TreeMap<>();
        later.forEach((name, number) -> difference.put(name, number - earlier.getOrDefault(name, 0L)));
        return difference;
    }
}
