package io.trailbridge.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.trailbridge.transform.Mutants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Changes a message as JSON: values, names, lists and their lengths, nesting. What JSON's trees cannot hold (a name
 * twice, a number beyond all bounds, nesting without end) is put in as raw text. For one message, of which it changes
 * its own copy; the same chance gives the same.
 */
final class StructureMutator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 230;
    private static final int VERY_DEEP = 20_000;

    private static final List<String> LISTS = List.of(
            "Techniques",
            "SubTechniques",
            "Tactics",
            "Intent",
            "RemediationSteps",
            "ResourceIdentifiers",
            "ExtendedLinks",
            "Entities",
            "cve",
            "vendorReferences",
            "resourceDetails",
            "cwe",
            "flowGroups",
            "flows",
            "flowTuples",
            "records",
            "value",
            "events",
            "riskFactors",
            "supportingEvidence",
            "paths",
            "graphComponent");
    private static final List<String> WRAPPERS = List.of("records", "value", "data", "properties", "event_data");

    private final JsonNode donor;
    private final Random random;
    private final int budget;
    private JsonNode root;
    /** Whether a value is in many places, all of which a further change would change. */
    private boolean shared;

    /**
     * @param donor another message, of which parts may be taken
     * @param budget bytes by which the message may grow, about
     */
    StructureMutator(JsonNode sample, JsonNode donor, Random random, int budget) {
        this.root = sample.deepCopy();
        this.donor = donor;
        this.random = random;
        this.budget = budget;
    }

    /** The message after so many changes. */
    JsonNode mutate(int changes) {
        for (int i = 0; i < changes && !shared; i++) {
            change();
        }
        return root;
    }

    private void change() {
        switch (random.nextInt(16)) {
            case 0, 1 -> replace(OddText.one(random, Mutants.ODDITIES));
            case 2, 3 -> replace(NODES.textNode(OddText.text(random, length())));
            case 4 -> replace(raw(OddText.number(random)));
            case 5 -> replace(part(donor));
            case 6 -> replace(part(root));
            case 7 -> rename();
            case 8 -> repeatElements();
            case 9, 10 -> fillList();
            case 11 -> addFields();
            case 12 -> nameTwice();
            case 13 -> wrap();
            case 14 -> respell();
            default -> nest();
        }
    }

    /** Returns a length for a string or list, mostly far below the maximum. */
    private int length() {
        return random.nextInt(3) == 0 ? budget : 1 + random.nextInt(budget);
    }

    private void replace(JsonNode value) {
        ContainerNode<?> in = container(root);
        if (in == null || in.isEmpty()) {
            root = value == null || in == null && random.nextBoolean() ? root : value.deepCopy();
        } else if (in instanceof ObjectNode object) {
            String name = name(object);
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value.deepCopy());
            }
        } else {
            ArrayNode array = (ArrayNode) in;
            int index = random.nextInt(array.size());
            if (value == null) {
                array.remove(index);
            } else {
                array.set(index, value.deepCopy());
            }
        }
    }

    private void rename() {
        if (container(root) instanceof ObjectNode object && !object.isEmpty()) {
            String name = name(object);
            JsonNode value = object.remove(name);
            object.set(OddText.name(random, name), value);
        }
    }

    private void repeatElements() {
        if (container(root) instanceof ArrayNode array && !array.isEmpty()) {
            JsonNode element = array.get(random.nextInt(array.size()));
            int size = Math.max(2, Json.text(element).length());
            shared = true;
            for (int left = length(); left > 0; left -= size) {
                array.add(element);
            }
        }
    }

    private void fillList() {
        ContainerNode<?> in = container(root);
        String name = OddText.one(random, LISTS);
        ArrayNode list = NODES.arrayNode();
        int kind = random.nextInt(12);
        int left = length();
        for (int i = 0; left > 0; i++) {
            JsonNode element = element(kind, i);
            list.add(element);
            left -= element.toString().length() + 1;
        }
        if (in instanceof ObjectNode object) {
            object.set(random.nextBoolean() || object.isEmpty() ? name : name(object), list);
        } else if (in instanceof ArrayNode array) {
            array.add(list);
        } else {
            root = NODES.objectNode().set(name, list);
        }
    }

    private JsonNode element(int kind, int i) {
        return switch (kind) {
            case 0 -> NODES.textNode(OddText.ofOneHash(i));
            case 1 -> NODES.textNode("CVE-2026-" + (10_000 + i));
            case 2 ->
                NODES.objectNode().put("title", "CVE-2026-" + (10_000 + i)).put("link", "https://x.example/" + i);
            case 3 -> NODES.objectNode().put("$ref", String.valueOf(1 + random.nextInt(3)));
            case 4 ->
                NODES.objectNode()
                        .put("$id", String.valueOf(i))
                        .put("Type", "host")
                        .put("HostName", "h" + i)
                        .set("Host", NODES.objectNode().put("$ref", String.valueOf(random.nextInt(i + 2))));
            case 5 ->
                NODES.objectNode().put("azureResourceId", "/subscriptions/" + i).put("type", "AzureResource");
            case 6 -> NODES.textNode("t" + i + "." + i % 3);
            case 7 -> NODES.objectNode().put("Type", "ip").put("Address", "10.0." + i / 256 + "." + i % 256);
            case 8 -> NODES.arrayNode();
            case 9 ->
                NODES.textNode(
                        (1_777_971_600_000L + i) + ",10.0.0.6,52.239.0.1," + i % 70_000 + ",443,6,O,B,NX,3,767,2,1580");
            case 10 -> NODES.objectNode().put("SystemAlertId", "a" + i).put("AlertType", "");
            default -> NODES.textNode("same");
        };
    }

    private void addFields() {
        if (container(root) instanceof ObjectNode object) {
            String name = object.isEmpty() ? "timeGeneratedUtc" : name(object);
            int kind = random.nextInt(4);
            int left = length();
            for (int i = 0; left > 0; i++) {
                String added = switch (kind) {
                    case 0 -> OddText.spelling(name, i);
                    case 1 -> OddText.ofOneHash(i);
                    case 2 -> new String(new char[] {(char) (0xDC00 + i / 512 % 1024), (char) (0xDC00 + i % 512)});
                    default -> name + i;
                };
                object.put(added, i);
                left -= 5 + added.length();
            }
        }
    }

    private void nameTwice() {
        if (container(root) instanceof ObjectNode object && !object.isEmpty()) {
            String name = name(object);
            JsonNode second = random.nextBoolean() ? part(donor) : object.get(name);
            String spelled = NODES.textNode(random.nextBoolean() ? name : OddText.spelling(name, random.nextInt()))
                    .toString();
            object.set(name, raw(Json.text(object.get(name)) + "," + spelled + ":" + Json.text(second)));
        }
    }

    private void wrap() {
        String name = OddText.one(random, WRAPPERS);
        switch (random.nextInt(5)) {
            case 0 -> root = NODES.arrayNode().add(root);
            case 1 -> root = NODES.objectNode().set(name, root);
            case 2 ->
                root = NODES.objectNode().set(name, NODES.arrayNode().add(root).add(donor.deepCopy()));
            case 3 -> {
                shared = true;
                ArrayNode many = NODES.arrayNode();
                JsonNode one = random.nextBoolean() ? element(random.nextInt(12), 1) : root;
                for (int left = length(), size = Json.text(one).length(); left > 0; left -= size + 1) {
                    many.add(one);
                }
                root = random.nextBoolean() ? many : NODES.objectNode().set(name, many);
            }
            default -> {
                if (root instanceof ObjectNode object && donor instanceof ObjectNode other) {
                    other.properties().forEach(field -> {
                        if (random.nextBoolean()) {
                            object.set(field.getKey(), field.getValue().deepCopy());
                        }
                    });
                }
            }
        }
    }

    /** A structure as its text, or as the only element of a list. */
    private void respell() {
        if (container(root) instanceof ObjectNode object && !object.isEmpty()) {
            String name = name(object);
            JsonNode value = object.get(name);
            object.set(name, random.nextInt(3) == 0 ? NODES.arrayNode().add(value) : NODES.textNode(Json.text(value)));
        }
    }

    private void nest() {
        int depth = budget > VERY_DEEP && random.nextBoolean() ? VERY_DEEP : 1 + random.nextInt(DEEPEST);
        boolean list = random.nextBoolean();
        String name = NODES.textNode(OddText.one(random, LISTS)).toString();
        replace(raw((list ? "[" : "{" + name + ":").repeat(depth) + "1" + (list ? "]" : "}").repeat(depth)));
    }

    private static JsonNode raw(String text) {
        return NODES.rawValueNode(new RawValue(text));
    }

    private String name(ObjectNode object) {
        List<String> names = object.propertyStream().map(Map.Entry::getKey).toList();
        return OddText.one(random, names);
    }

    /** Any value within. */
    private JsonNode part(JsonNode of) {
        ContainerNode<?> in = container(of);
        if (in == null || in.isEmpty()) {
            return of;
        }
        return in instanceof ObjectNode object ? object.get(name(object)) : in.get(random.nextInt(in.size()));
    }

    /** Any object or list within; null where there is none. */
    private ContainerNode<?> container(JsonNode of) {
        List<ContainerNode<?>> found = new ArrayList<>();
        collect(of, found);
        return found.isEmpty() ? null : OddText.one(random, found);
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> found) {
        if (node instanceof ContainerNode<?> container) {
            found.add(container);
            container.forEach(child -> collect(child, found));
        }
    }
}
