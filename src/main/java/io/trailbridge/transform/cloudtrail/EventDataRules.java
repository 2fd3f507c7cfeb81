package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.NativeFunction;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.text.IpAddress;
import io.trailbridge.transform.text.Texts;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * CloudTrail's requirements on an integration event's {@code eventData}: fields, lengths and sizes according to the
 * CloudTrail user guide, "Schema for integration events outside AWS", and the {@code PutAuditEvents} API page. Values
 * that are merely too long are cut, and kept complete in {@code additionalEventData.whole}. An event with missing or
 * invalid values is refused here instead of by the service.
 */
final class EventDataRules implements EventMapper.Rules {
    private static final String ADDITIONAL = "additionalEventData";

    /** The field in it with the complete values of fields that were cut. */
    private static final String WHOLE = "whole";

    private static final int ADDITIONAL_BYTES = 28 * 1024;
    private static final int PARAMETER_BYTES = 100 * 1024;

    /** The maximum length of a text in chars. */
    private record Length(String name, int chars) {}

    private static final List<Length> LENGTHS = List.of(
            new Length("version", 256),
            new Length("userAgent", 1024),
            new Length("eventSource", 1024),
            new Length("eventName", 1024),
            new Length("UID", 1024),
            new Length("errorCode", 256),
            new Length("errorMessage", 256));
    private static final List<Length> IDENTITY_LENGTHS =
            List.of(new Length("type", 128), new Length("principalId", 1024));

    private static final Map<String, Integer> SIZES = Map.of(
            ADDITIONAL, ADDITIONAL_BYTES, "requestParameters", PARAMETER_BYTES, "responseElements", PARAMETER_BYTES);

    private static final List<String> REQUIRED =
            List.of("version", "userIdentity", "eventSource", "eventName", "eventTime", "UID", "recipientAccountId");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z?");

    private final String account;
    private final List<Function> functions;

    EventDataRules(String account, String eventSource) {
        this.account = account;
        JsonNode source = TextNode.valueOf(eventSource);
        this.functions = List.of(NativeFunction.fixed("defender-event-source", 0, none -> source));
    }

    /** A function and not a variable: the functions of a module cannot access variables. */
    @Override
    public List<Function> functions() {
        return functions;
    }

    @Override
    public boolean fits(JsonNode document) {
        for (Map.Entry<String, Integer> size : SIZES.entrySet()) {
            JsonNode value = document.path(size.getKey());
            if (value.isContainerNode() && !JsonSize.isWithin(value, size.getValue())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits) {
        return new Check(kind, mapping, fits).finish(document);
    }

    private static boolean isLimited(String name, List<Length> lengths) {
        for (Length length : lengths) {
            if (length.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTime(String text) {
        return TimeText.isPlainUtc(text) || TIME.matcher(text).matches();
    }

    private final class Check {
        private final EventKind kind;
        private final String mapping;
        private final boolean fits;

        /** The complete values of fields that were cut, by path. */
        private final ObjectNode whole = JsonNodeFactory.instance.objectNode();

        Check(EventKind kind, String mapping, boolean fits) {
            this.kind = kind;
            this.mapping = mapping;
            this.fits = fits;
        }

        ObjectNode finish(JsonNode document) {
            if (!document.isObject()) {
                throw refused("$", "the mapping made no object");
            }
            ObjectNode eventData = (ObjectNode) document;
            for (String name : REQUIRED) {
                if (!eventData.hasNonNull(name)) {
                    throw refused("$." + name, missing(name));
                }
            }
            for (Length length : LENGTHS) {
                if (eventData.has(length.name)) {
                    cut(eventData, length, "$.");
                }
            }
            checkIdentity(eventData.get("userIdentity"));
            if (eventData.get(ADDITIONAL) instanceof ObjectNode additional) {
                eventData.set(ADDITIONAL, AddedFields.withContent(additional));
            }
            if (!whole.isEmpty()) {
                keepWhole(eventData);
            }
            for (Map.Entry<String, JsonNode> field : List.copyOf(eventData.properties())) {
                finishField(eventData, field.getKey());
            }
            return eventData;
        }

        private void finishField(ObjectNode eventData, String name) {
            JsonNode value = eventData.get(name);
            switch (name) {
                case ADDITIONAL, "requestParameters", "responseElements" -> limit(eventData, name, value);
                case "eventTime" ->
                    check(isTime(text(value, "", name)), name, "it is not of the form yyyy-MM-ddTHH:mm:ssZ");
                case "recipientAccountId" ->
                    check(text(value, "", name).equals(account), name, "it is not the account that owns the channel");
                case "sourceIPAddress" ->
                    check(IpAddress.isValid(text(value, "", name)), name, "it is not an IP address");
                default ->
                    check(
                            name.equals("userIdentity") || isLimited(name, LENGTHS),
                            name,
                            "CloudTrail has no such field; put it into additionalEventData");
            }
        }

        private void limit(ObjectNode eventData, String name, JsonNode value) {
            check(value.isObject(), name, "it must be an object");
            if (!fits || !whole.isEmpty()) {
                eventData.set(name, SizeLimit.apply((ObjectNode) value, SIZES.get(name)));
            }
        }

        private void check(boolean right, String name, String reason) {
            if (!right) {
                throw refused("$." + name, reason);
            }
        }

        private void checkIdentity(JsonNode identity) {
            if (!identity.isObject()) {
                throw refused("$.userIdentity", "it must be an object");
            }
            for (Length length : IDENTITY_LENGTHS) {
                if (!identity.hasNonNull(length.name)) {
                    throw refused("$.userIdentity." + length.name, missing(length.name));
                }
                cut((ObjectNode) identity, length, "$.userIdentity.");
            }
            for (Map.Entry<String, JsonNode> field : identity.properties()) {
                boolean known = field.getKey().equals("details")
                        ? field.getValue().isObject()
                        : isLimited(field.getKey(), IDENTITY_LENGTHS);
                if (!known) {
                    throw refused("$.userIdentity." + field.getKey(), "CloudTrail has no such field of this type");
                }
            }
        }

        private void keepWhole(ObjectNode eventData) {
            JsonNode had = eventData.path(ADDITIONAL);
            if (had.isObject() || had.isMissingNode()) {
                ObjectNode additional = eventData.objectNode();
                had.properties().forEach(field -> additional.set(field.getKey(), field.getValue()));
                eventData.set(ADDITIONAL, additional.set(WHOLE, whole));
            }
        }

        private void cut(ObjectNode object, Length length, String parent) {
            String text = text(object.get(length.name), parent, length.name);
            if (text.isBlank()) {
                throw refused(parent + length.name, missing(length.name));
            }
            if (text.length() > length.chars) {
                whole.put(parent.substring("$.".length()) + length.name, text);
                object.set(length.name, TextNode.valueOf(Texts.cut(text.strip(), length.chars)));
            }
        }

        private String text(JsonNode value, String parent, String name) {
            if (!value.isTextual()) {
                throw refused(parent + name, "it must be a string");
            }
            return value.textValue();
        }

        private String missing(String name) {
            return name.equals("eventTime")
                    ? "the event holds no time that can be read, and when it was enqueued is not known"
                    : "the mapping made no such field";
        }

        private MappingException refused(String path, String reason) {
            return new MappingException(kind, mapping, path, reason);
        }
    }
}
