package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.JsonSize;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.Texts;
import io.trailbridge.transform.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Security Hub demands of a finding, after the table {@code mappings/asff/fields.txt}. What is merely too long or
 * too many is cut and named, what is missing or wrong is refused here instead of by the service.
 */
final class AsffRules implements EventMapper.Rules {
    /** Of compact JSON; the service's limit is 240 kB. */
    static final int MAX_BYTES = 240_000;

    /** Bytes of a char at most, of one that JSON must escape. */
    private static final int MOST_BYTES = 6;

    /** Chars of punctuation about a name or a text. */
    private static final int OVERHEAD = 4;

    private static final Pattern TYPE = Pattern.compile(
            "(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)"
                    + "(/[^/]{1,128}){0,2}");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern LINK = Pattern.compile("https?:\\S+");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String account;
    private final String product;

    AsffRules(String account, String product) {
        this.account = account;
        this.product = product;
    }

    @Override
    public List<Function> functions() {
        return AsffFunctions.ALL;
    }

    @Override
    public boolean fits(JsonNode document) {
        return document.path("ProductFields").path(ProductFields.CUT).isMissingNode();
    }

    @Override
    public ObjectNode finish(EventKind kind, String mapping, JsonNode document) {
        return new Check(kind, mapping).finish(document);
    }

    /** Makes a copy: what a mapping gives may be part of the mapping itself, shared by all threads. */
    private final class Check {
        private final EventKind kind;
        private final String mapping;
        private final List<String> cuts = new ArrayList<>();

        /** Of all texts and names, so that a small finding need not be measured. */
        private long chars;

        Check(EventKind kind, String mapping) {
            this.kind = kind;
            this.mapping = mapping;
        }

        ObjectNode finish(JsonNode document) {
            if (!document.isObject()) {
                throw refused("$", "the mapping made no object");
            }
            ObjectNode finding = object(document, AsffField.FINDING, "$");
            if (!finding.get("AwsAccountId").textValue().equals(account)) {
                throw refused("$.AwsAccountId", "it is not the account that imports the findings");
            }
            if (!finding.get("ProductArn").textValue().equals(product)) {
                throw refused("$.ProductArn", "it is not the product of the importing account");
            }
            if (time(finding, "CreatedAt").isAfter(time(finding, "UpdatedAt"))) {
                throw refused("$.UpdatedAt", "it is before CreatedAt");
            }
            if (chars * MOST_BYTES > MAX_BYTES) {
                AsffSize.limit(finding, MAX_BYTES, cuts);
            }
            AsffSize.name(finding, cuts);
            return finding;
        }

        private Instant time(ObjectNode finding, String name) {
            Instant time = TimeText.parse(finding.get(name).textValue());
            if (time == null) {
                throw refused("$." + name, "there is no such time");
            }
            return time;
        }

        private ObjectNode object(JsonNode source, AsffField rule, String path) {
            if (!source.isObject()) {
                throw refused(path, "it must be an object");
            }
            ObjectNode object = NODES.objectNode();
            for (Map.Entry<String, JsonNode> entry : source.properties()) {
                AsffField field = rule.children().get(entry.getKey());
                String at = path + "." + entry.getKey();
                if (field == null) {
                    throw refused(at, "a finding provider has no such field; put it into ProductFields");
                }
                JsonNode value = value(entry.getValue(), field, at);
                if (value != null) {
                    chars += entry.getKey().length() + OVERHEAD;
                    object.set(entry.getKey(), value);
                }
            }
            for (Map.Entry<String, AsffField> field : rule.children().entrySet()) {
                if (field.getValue().required() && !object.has(field.getKey())) {
                    throw refused(path + "." + field.getKey(), missing(field.getValue()));
                }
            }
            return object;
        }

        /** Null for what says nothing. */
        private JsonNode value(JsonNode value, AsffField rule, String path) {
            if (value.isNull() || value.isContainerNode() && value.isEmpty()
                    || value.isTextual() && isNothing(value.textValue())) {
                return null;
            }
            return switch (rule.type()) {
                case OBJECT -> {
                    ObjectNode object = object(value, rule, path);
                    yield object.isEmpty() ? null : object;
                }
                case LIST -> list(value, rule, path);
                case MAP -> map(value, rule, path);
                case TEXT -> NODES.textNode(ProductFields.marked(text(value, path), rule.limits().get(0)));
                case INTEGER -> integer(value, rule, path);
                case NUMBER -> {
                    boolean number = value.isNumber() && Double.isFinite(value.doubleValue());
                    yield checked(value, number, path, "a number");
                }
                case KEY -> bounded(value, rule, path);
                case LINK -> {
                    boolean link = LINK.matcher(bounded(value, rule, path).textValue()).matches();
                    yield checked(value, link, path, "a link of the web");
                }
                case ONE_OF -> checked(value, rule.values().contains(text(value, path)), path, "one that is listed");
                case TIME -> checked(value, isTime(text(value, path)), path, "a time with a zone");
                case TYPE -> checked(value, TYPE.matcher(text(value, path)).matches(), path, "a type of finding");
                case FREE -> {
                    chars += JsonSize.of(value);
                    yield value.deepCopy();
                }
            };
        }

        private JsonNode list(JsonNode value, AsffField rule, String path) {
            if (!value.isArray()) {
                throw refused(path, "it must be a list");
            }
            int most = rule.limits().get(1);
            ArrayNode list = NODES.arrayNode(Math.min(most, value.size()));
            int left = 0;
            for (int i = 0; i < value.size(); i++) {
                if (list.size() == most) {
                    left = value.size() - i;
                    break;
                }
                JsonNode element = value(value.get(i), rule.element(), path + "[" + i + "]");
                if (element != null) {
                    list.add(element);
                }
            }
            if (left > 0) {
                cuts.add(path.substring(2) + ": " + left + " elements");
            }
            return list.isEmpty() ? null : list;
        }

        private JsonNode map(JsonNode value, AsffField rule, String path) {
            if (!value.isObject()) {
                throw refused(path, "it must be an object");
            }
            ObjectNode map = NODES.objectNode();
            int left = 0;
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String text = ProductFields.textOf(entry.getValue());
                String key = ProductFields.marked(entry.getKey(), rule.limits().get(1));
                if (entry.getKey().startsWith("aws/")) {
                    throw refused(path, "keys that start with aws/ are reserved");
                }
                if (key.isBlank() || entry.getValue().isNull() || isNothing(text)) {
                    continue;
                }
                if (map.size() < rule.limits().get(0)) {
                    String kept = ProductFields.marked(text, rule.limits().get(2));
                    chars += key.length() + kept.length() + OVERHEAD;
                    map.put(key, kept);
                } else {
                    left++;
                }
            }
            if (left > 0) {
                cuts.add(path.substring(2) + ": " + left + " fields");
            }
            return map.isEmpty() ? null : map;
        }

        private JsonNode bounded(JsonNode value, AsffField rule, String path) {
            if (text(value, path).length() > rule.limits().get(0)) {
                throw refused(path, "it must be of " + rule.limits().get(0) + " chars at most");
            }
            return value;
        }

        private JsonNode integer(JsonNode value, AsffField rule, String path) {
            boolean fits = value.isNumber() && value.canConvertToLong() && value.doubleValue() == value.longValue()
                    && value.longValue() >= rule.limits().get(0) && value.longValue() <= rule.limits().get(1);
            checked(value, fits, path, "a whole number from " + rule.limits().get(0) + " to " + rule.limits().get(1));
            return NODES.numberNode(value.longValue());
        }

        private JsonNode checked(JsonNode value, boolean fits, String path, String what) {
            if (!fits) {
                throw refused(path, "it must be " + what);
            }
            return value;
        }

        private String text(JsonNode value, String path) {
            if (!value.isTextual()) {
                throw refused(path, "it must be a text");
            }
            chars += value.textValue().length() + OVERHEAD;
            return value.textValue();
        }

        private String missing(AsffField field) {
            return field.type() == AsffField.Type.TIME
                    ? "the event holds no time that can be read, and when it was enqueued is not known"
                    : "the mapping made no such field";
        }

        private MappingException refused(String path, String reason) {
            return new MappingException(kind, mapping, path, reason);
        }
    }

    private static boolean isTime(String text) {
        return text.endsWith("Z") && TimeText.parse(text) != null || TIME.matcher(text).matches();
    }

    private static boolean isNothing(String text) {
        return text.isBlank() || Texts.standsForNothing(text.strip());
    }
}
