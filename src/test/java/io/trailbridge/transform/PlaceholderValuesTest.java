package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples with only the fields that make them events of their kind; all others are empty or hold placeholder values. */
class PlaceholderValuesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What an event of each kind is recognised by. */
    private static final Set<String> KEPT = Set.of(
            "id",
            "type",
            "systemalertid",
            "alerttype",
            "value",
            "eventdataid",
            "schemaid",
            "operationname",
            "eventtype",
            "scanresulttype");

    /** What holds the event's own fields. */
    private static final Set<String> HOLDERS =
            Set.of("properties", "operationname", "data", "context", "activitylog", "alertcontext");

    /** Whatever the field. */
    private static final List<JsonNode> EMPTY = List.of(
            NODES.nullNode(),
            NODES.arrayNode(),
            NODES.objectNode(),
            NODES.arrayNode().addNull(),
            NODES.textNode(""));

    /** In the fields where the source writes placeholder values; elsewhere such a word could be a name. */
    private static final List<String> WORDS = List.of("None", "null", "NULL", "Unknown", "N/A", "0001-01-01T00:00:00Z");

    static Stream<Sample> samples() {
        return Formats.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void emptyFieldsGiveNoFieldsOfTheirOwn(Sample sample) throws IOException {
        for (JsonNode event : Classifier.unwrap(Formats.read(sample))) {
            for (JsonNode nothing : EMPTY) {
                check(filled(event, name -> KEPT.contains(name) ? null : nothing, true));
                check(filled(event, name -> KEPT.contains(name) ? null : nothing, false));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void placeholdersAreNotRepeated(Sample sample) throws IOException {
        for (JsonNode event : Classifier.unwrap(Formats.read(sample))) {
            for (String word : WORDS) {
                check(filled(event, name -> isWord(name) ? NODES.textNode(word) : null, true));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsRepeatedHasTheSameIds(Sample sample) {
        for (JsonNode event : Classifier.unwrap(Formats.read(sample))) {
            for (Formats format : Formats.values()) {
                JsonNode first = format.only(event);
                JsonNode second = format.only(event.deepCopy());
                assertEquals(first, second);
                String id = format == Formats.CLOUDTRAIL ? "/UID" : "/metadata/uid";
                assertTrue(first.at(id).isTextual(), first::toString);
            }
        }
    }

    private static boolean isWord(String name) {
        FieldNames.Field field = FieldNames.of(name);
        return field != null && field.content() == FieldNames.Content.WORD;
    }

    private static void check(JsonNode event) throws IOException {
        assertNotEquals(EventKind.UNRECOGNISED, Classifier.classify(event), event::toString);
        for (Formats format : Formats.values()) {
            JsonNode document = format.only(event);
            assertEquals(List.of(), format.faults(document.toString(), false));
            assertEquals(List.of(), Fillers.in(own(document), "$"), () -> format + " of " + event);
        }
    }

    /** Without the parts that are the event's own as it came. */
    private static JsonNode own(JsonNode document) {
        ObjectNode own = document.deepCopy();
        own.remove("unmapped");
        if (own.path("additionalEventData") instanceof ObjectNode more) {
            more.remove(List.of("unmapped", "extendedProperties", "entities"));
        }
        own.path("resources").forEach(resource -> ((ObjectNode) resource).remove("data"));
        own.path("evidences").forEach(evidence -> ((ObjectNode) evidence).remove("data"));
        return own;
    }

    /** With other values in its fields, in those of the properties and, if so wished, in those further within. */
    private static JsonNode filled(JsonNode node, Function<String, JsonNode> values, boolean within) {
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(element -> copy.add(filled(element, values, within)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            JsonNode value = field.getValue();
            // What lies within these has the customer's own names.
            boolean inner =
                    value.isContainerNode() && !name.equals("extendedproperties") && (within || HOLDERS.contains(name));
            JsonNode other = inner ? filled(value, values, within) : values.apply(name);
            copy.set(field.getKey(), other == null ? value : other);
        }
        return copy;
    }
}
