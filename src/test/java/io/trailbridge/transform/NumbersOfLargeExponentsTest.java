package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.standin.samples.SampleEvents;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few characters may be a number of two billion digits: nothing writes them, and the result is JSON, wherever in an
 * event they stand.
 */
@Timeout(300)
class NumbersOfLargeExponentsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double MOST_SECONDS = 2;
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    @ParameterizedTest
    @ValueSource(strings = {"1e2000000000", "1e-2000000000", "-10e2147483647", "10e-2147483647", "0e2147483647"})
    void theyMayStandForEachNumberAndForEachValue(String number) {
        JsonNode large = JsonText.parse(number).orElseThrow();
        SampleEvents.all()
                .forEach(sample -> JsonText.parse(sample.bytes()).ifPresent(event -> {
                    map(sample.name(), replaced(event, JsonNode::isNumber, value -> large));
                    map(sample.name(), replaced(event, JsonNode::isNumber, value -> TextNode.valueOf(number)));
                    map(sample.name(), replaced(event, value -> value.isNumber() || isNoKind(value), value -> large));
                    map(
                            sample.name(),
                            replaced(event, NumbersOfLargeExponentsTest::isNoKind, value -> TextNode.valueOf(number)));
                }));
    }

    /** Whether the value does not determine the kind: else all events would be unrecognised. */
    private static boolean isNoKind(JsonNode value) {
        return value.isTextual()
                && !value.textValue().contains("/")
                && !value.textValue().contains("-");
    }

    private static void map(String sample, JsonNode event) {
        HostileEventsTest.MAPPERS.forEach((name, mapper) -> {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            List<MappedEvent> results = mapper.apply(event, ORIGIN);
            double seconds = (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                    / TimeUnit.SECONDS.toNanos(1);
            assertTrue(seconds < MOST_SECONDS, () -> name + " takes " + seconds + " s for " + sample);
            for (MappedEvent result : results) {
                if (result.failed()) {
                    // Refused for its content, not by an unexpected exception.
                    assertNull(result.failure().getCause(), () -> name + " of " + sample + ": " + result.failure());
                } else {
                    assertTrue(result.json().length() < MOST_CHARACTERS, () -> name + " of " + sample);
                    assertTrue(JsonText.parse(result.json()).isPresent(), result::json);
                }
            }
        });
    }

    private static JsonNode replaced(JsonNode node, Predicate<JsonNode> which, UnaryOperator<JsonNode> by) {
        if (node.isObject()) {
            ObjectNode copy = NODES.objectNode();
            node.properties().forEach(field -> copy.set(field.getKey(), replaced(field.getValue(), which, by)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(element -> copy.add(replaced(element, which, by)));
            return copy;
        }
        return which.test(node) ? by.apply(node) : node;
    }
}
