package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole samples with their names, and with the values by which they are understood, in another letter case. */
class LetterCaseTest {
    /** The values that are words of the source, not the customer's. */
    private static final Set<String> WORDS = Set.of(
            "type",
            "kind",
            "severity",
            "status",
            "code",
            "state",
            "action",
            "intent",
            "source",
            "id",
            "azureresourceid",
            "confidencelevel",
            "actiontaken",
            "assessedresourcetype",
            "risklevel",
            "potentialimpact",
            "fixstatus");

    /** Both are unlike the names that stand in a sample twice, differing by case only. */
    static Stream<Sample> samples() {
        return Formats.samples().filter(sample -> !sample.name().equals("alert.names-in-any-case"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void namesInLowerCaseAreUnderstood(Sample sample) {
        compare(sample, name -> name.toLowerCase(Locale.ROOT), UnaryOperator.identity());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void namesInUpperCaseAreUnderstood(Sample sample) {
        compare(sample, name -> name.toUpperCase(Locale.ROOT), UnaryOperator.identity());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void wordsInUpperCaseAreUnderstood(Sample sample) {
        compare(sample, UnaryOperator.identity(), word -> word.toUpperCase(Locale.ROOT));
    }

    private static void compare(Sample sample, UnaryOperator<String> names, UnaryOperator<String> words) {
        JsonNode message = Formats.read(sample);
        JsonNode other = spelled(message, names, words, "");
        for (Formats format : Formats.values()) {
            assertEquals(
                    facts(format.map(message, Formats.ORIGIN)),
                    facts(format.map(other, Formats.ORIGIN)),
                    () -> format + " " + other);
        }
    }

    /** What must not depend on the case, with the texts folded: which fields there are, and what they say. */
    private static List<String> facts(List<MappedEvent> mapped) {
        List<String> facts = new ArrayList<>();
        for (MappedEvent event : mapped) {
            facts.add(event.kind() + " failed=" + event.failed());
            ObjectNode document = event.document().deepCopy();
            if (event.kind() == EventKind.ATTACK_PATH) {
                // Its state is no field but all of its content.
                document.remove("UID");
            }
            collect("", document, facts);
        }
        return facts;
    }

    private static void collect(String path, JsonNode value, List<String> facts) {
        // What is kept as it came keeps its spelling; the id of the payload is that of its bytes.
        if (path.matches("/(unmapped|metadata/uid|.*additionalData|.*/data|additionalEventData/.*)")) {
            return;
        }
        if (value.isObject()) {
            value.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), facts));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(path + "/" + i, value.get(i), facts);
            }
        } else {
            facts.add(path + "=" + value.asText().toLowerCase(Locale.ROOT));
        }
    }

    private static JsonNode spelled(
            JsonNode node, UnaryOperator<String> names, UnaryOperator<String> words, String name) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(field -> copy.set(
                            field.getKey().startsWith("$") ? field.getKey() : names.apply(field.getKey()),
                            spelled(field.getValue(), names, words, field.getKey())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(spelled(element, names, words, name)));
            return copy;
        }
        boolean word = node.isTextual() && WORDS.contains(name.toLowerCase(Locale.ROOT));
        return word ? TextNode.valueOf(words.apply(node.textValue())) : node;
    }
}
