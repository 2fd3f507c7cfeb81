package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.MappingFunctions;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Determines which of an alert's processes the alert is about, as a finding has room for only one. The others are its
 * ancestors: each is a separate process among the entities, often listed before the one that it started. Stateless.
 */
final class Processes {
    private static final String PARENT = "parentProcess";
    private static final String NUMBER = "processId";

    /** Properties by which alerts name the process that they are about, keyed by {@link MappingFunctions#wordKey}. */
    private static final Map<String, BiPredicate<JsonNode, JsonNode>> NAMED = Map.of(
            "suspiciousprocessid",
                    (process, id) -> number(id) != null && number(id).equals(number(process)),
            "suspiciouscommandline", (process, line) -> line.isTextual() && line.equals(process.path("commandLine")));

    private static final int LONGEST_NAME = 32;

    private Processes() {}

    /**
     * Returns the process that the properties of the alert name; else the first that is no ancestor of another,
     * preferably one with more known than its number; else the first.
     *
     * @param processes the fields of each process
     * @param properties the alert's additional properties, specific to its type
     */
    static JsonNode suspicious(JsonNode processes, JsonNode properties) {
        if (processes.size() < 2) {
            return processes.get(0);
        }
        JsonNode named = named(processes, properties);
        return named == null ? lastOfItsLine(processes) : named;
    }

    private static JsonNode named(JsonNode processes, JsonNode properties) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            BiPredicate<JsonNode, JsonNode> names = property.getKey().length() > LONGEST_NAME
                    ? null
                    : NAMED.get(MappingFunctions.wordKey(TextNode.valueOf(property.getKey()))
                            .textValue());
            for (int i = 0; names != null && i < processes.size(); i++) {
                if (names.test(processes.get(i), property.getValue())) {
                    return processes.get(i);
                }
            }
        }
        return null;
    }

    private static JsonNode lastOfItsLine(JsonNode processes) {
        Set<JsonNode> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<JsonNode> numbers = new HashSet<>();
        for (JsonNode process : processes) {
            JsonNode own = number(process);
            JsonNode ancestor = process.path(PARENT);
            while (ancestor.isObject() && ancestors.add(ancestor)) {
                JsonNode number = number(ancestor);
                if (number != null && !number.equals(own)) {
                    numbers.add(number);
                }
                ancestor = ancestor.path(PARENT);
            }
        }
        JsonNode first = null;
        for (JsonNode process : processes) {
            JsonNode number = number(process);
            if (!ancestors.contains(process) && (number == null || !numbers.contains(number))) {
                if (isDescribed(process)) {
                    return process;
                }
                first = first == null ? process : first;
            }
        }
        return first == null ? processes.get(0) : first;
    }

    private static boolean isDescribed(JsonNode process) {
        return process.path("imageFile").isObject()
                || process.path("commandLine").isTextual()
                || process.path(PARENT).isObject();
    }

    /** Returns the number of a process, or the number that the value itself is; null if it is neither. */
    private static JsonNode number(JsonNode value) {
        return AsffFunctions.processId(value.isObject() ? value.path(NUMBER) : value);
    }
}
