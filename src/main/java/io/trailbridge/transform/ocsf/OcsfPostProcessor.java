package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.ocsf.OcsfFields.Attribute;
import io.trailbridge.transform.ocsf.OcsfFields.Caption;
import io.trailbridge.transform.ocsf.OcsfFields.Presence;
import io.trailbridge.transform.ocsf.OcsfFields.Shape;
import io.trailbridge.transform.text.Texts;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the result of a mapping against one OCSF version, copying only what changes. Numbers get their captions.
 * Attributes that only a newer version has move to {@code unmapped.newerAttributes} under their path; a number of a
 * newer version becomes 99 (Other), with its caption beside it. A string that is too long is cut and named in
 * {@code unmapped.truncated}. Any other deviation is refused. Attributes that a person reads first come first, those
 * that repeat the event as received come last.
 *
 * <p>One instance serves one event, on one thread.
 */
final class OcsfPostProcessor {
    private static final int OTHER = 99;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> FIRST = List.of(
            "class_uid",
            "class_name",
            "category_uid",
            "category_name",
            "activity_id",
            "activity_name",
            "type_uid",
            "type_name",
            "severity_id",
            "severity",
            "status_id",
            "status",
            "status_code",
            "status_detail",
            "time",
            "message");
    private static final List<String> LAST = List.of("unmapped", "raw_data", "raw_data_size", "raw_data_hash");

    /**
     * The position in the finding. Created only for values that contain others, and converted to text only when needed.
     */
    private record Place(Place parent, String name, int index) {
        @Override
        public String toString() {
            return parent == null ? name : index < 0 ? parent + "." + name : parent + "[" + index + "]";
        }

        Place field(String field) {
            return new Place(this, field, -1);
        }
    }

    private final OcsfFields fields;
    private final EventKind kind;
    private final String mapping;
    private final Set<String> profiles = new HashSet<>();
    private final ObjectNode newer = NODES.objectNode();
    private final ArrayNode truncated = NODES.arrayNode();

    OcsfPostProcessor(OcsfFields fields, EventKind kind, String mapping) {
        this.fields = fields;
        this.kind = kind;
        this.mapping = mapping;
    }

    ObjectNode finish(JsonNode document) {
        Place root = new Place(null, "$", -1);
        if (!document.isObject()) {
            throw refused(root, "the mapping made no object");
        }
        Shape shape = fields.shape(document.path("class_uid").asText());
        if (shape == null) {
            throw refused(root.field("class_uid"), "it is none of the classes 2002, 2003 and 2004");
        }
        document.path("metadata").path("profiles").forEach(profile -> profiles.add(profile.asText()));
        ObjectNode finding = filled(document, shape, root, places(document.size()));
        if (finding.get("activity_name").isTextual()
                && finding.get("class_name").isTextual()) {
            finding.put(
                    "type_name",
                    finding.get("class_name").textValue() + ": "
                            + finding.get("activity_name").textValue());
        }
        if (!newer.isEmpty() || !truncated.isEmpty()) {
            ObjectNode unmapped = NODES.objectNode();
            if (finding.get("unmapped") instanceof ObjectNode mapped) {
                unmapped.setAll(mapped);
            }
            if (!newer.isEmpty()) {
                unmapped.set("newerAttributes", newer);
            }
            if (!truncated.isEmpty()) {
                unmapped.set("truncated", truncated);
            }
            finding.set("unmapped", unmapped);
        }
        order(finding);
        checkPresence(finding, shape, root);
        return finding;
    }

    /** Returns an object with a slot for each attribute that comes first, none of which has its value yet. */
    private static ObjectNode places(int size) {
        ObjectNode finding = new ObjectNode(NODES, new LinkedHashMap<>(2 * (FIRST.size() + size)));
        FIRST.forEach(finding::putNull);
        return finding;
    }

    private static void order(ObjectNode finding) {
        for (String name : FIRST) {
            if (finding.get(name).isNull()) {
                finding.remove(name);
            }
        }
        for (String name : LAST) {
            JsonNode value = finding.remove(name);
            if (value != null) {
                finding.set(name, value);
            }
        }
    }

    private ObjectNode object(JsonNode source, Shape shape, Place place) {
        if (!source.isObject()) {
            throw refused(place, "it must be an object");
        }
        ObjectNode object = filled(source, shape, place, null);
        checkPresence(object, shape, place);
        return object;
    }

    /** @param begun the object to put the attributes into; null to copy the source only if anything in it changes */
    private ObjectNode filled(JsonNode source, Shape shape, Place place, ObjectNode begun) {
        Map<String, Attribute> attributes = shape.attributes();
        ObjectNode copy = begun;
        int same = 0;
        for (Map.Entry<String, JsonNode> field : source.properties()) {
            String name = field.getKey();
            Attribute attribute = attributes.get(name);
            if (attribute == null) {
                throw refused(
                        place.field(name),
                        "OCSF has no such attribute here, or it is not in ocsf-fields.txt; " + "put it into unmapped");
            }
            boolean here = attribute.presence() == Presence.HERE;
            JsonNode value = here ? checked(field.getValue(), attribute, place) : null;
            JsonNode caption =
                    here && attribute.sibling() != null ? caption(source, attribute, field.getValue()) : null;
            if (copy == null && value == field.getValue() && caption == null) {
                same++;
                continue;
            }
            if (copy == null) {
                copy = first((ObjectNode) source, same);
            }
            if (here) {
                copy.set(name, value);
                if (caption != null) {
                    copy.set(attribute.sibling(), caption);
                }
            } else if (attribute.isKept(field.getValue()) && !hasSibling(source, attribute)) {
                newer.set(place.field(name).toString().substring(2), field.getValue());
            }
        }
        return copy == null ? (ObjectNode) source : copy;
    }

    /** Returns a copy of the first fields, with capacity for all fields and most captions. */
    private static ObjectNode first(ObjectNode source, int count) {
        ObjectNode copy = new ObjectNode(NODES, new LinkedHashMap<>(source.size() * 2));
        Iterator<Map.Entry<String, JsonNode>> fields = source.properties().iterator();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, JsonNode> field = fields.next();
            copy.set(field.getKey(), field.getValue());
        }
        return copy;
    }

    private JsonNode checked(JsonNode value, Attribute attribute, Place place) {
        if (attribute.profile() != null && !profiles.contains(attribute.profile())) {
            throw refused(
                    place.field(attribute.name()),
                    "it needs the profile " + attribute.profile() + " in metadata.profiles");
        }
        return attribute.list()
                ? list(value, attribute, place.field(attribute.name()))
                : value(value, attribute, place, attribute.name(), -1);
    }

    private static boolean hasSibling(JsonNode source, Attribute attribute) {
        return attribute.sibling() != null && source.has(attribute.sibling());
    }

    private void checkPresence(ObjectNode object, Shape shape, Place place) {
        for (Attribute attribute : shape.required()) {
            boolean needed = attribute.profile() == null || profiles.contains(attribute.profile());
            if (needed && !object.has(attribute.name())) {
                throw refused(
                        place.field(attribute.name()),
                        attribute.name().equals("time")
                                ? "the event holds no time that can be read, and when it was enqueued is not known"
                                : "OCSF requires it, and the mapping made none");
            }
        }
        if (!shape.any().isEmpty() && count(object, shape.any(), 1) == 0) {
            throw refused(place, "OCSF requires at least one of " + shape.any());
        }
        if (!shape.one().isEmpty() && count(object, shape.one(), 2) != 1) {
            throw refused(place, "OCSF requires exactly one of " + shape.one());
        }
    }

    /** Returns how many of the names the object has, counting no further than enough. */
    private static int count(ObjectNode object, List<String> names, int enough) {
        int count = 0;
        for (int i = 0; i < names.size() && count < enough; i++) {
            count += object.has(names.get(i)) ? 1 : 0;
        }
        return count;
    }

    private JsonNode list(JsonNode source, Attribute attribute, Place place) {
        if (!source.isArray()) {
            throw refused(place, "it must be a list");
        }
        ArrayNode copy = null;
        for (int i = 0; i < source.size(); i++) {
            JsonNode value = value(source.get(i), attribute, place, "", i);
            if (copy == null && value != source.get(i)) {
                copy = NODES.arrayNode(source.size());
                for (int k = 0; k < i; k++) {
                    copy.add(source.get(k));
                }
            }
            if (copy != null) {
                copy.add(value);
            }
        }
        return copy == null ? source : copy;
    }

    /**
     * Returns the checked value of the field of this name, or of the element with this index, of the value at the
     * parent place.
     */
    private JsonNode value(JsonNode value, Attribute attribute, Place parent, String name, int index) {
        if (attribute.shape() != null) {
            return object(value, attribute.shape(), new Place(parent, name, index));
        }
        if (!attribute.captions().isEmpty()) {
            Caption caption = value.isInt() ? attribute.captions().of(value.intValue()) : null;
            if (caption == null) {
                throw refused(new Place(parent, name, index), "it is not a number that OCSF lists here");
            }
            return caption.here() ? value : NODES.numberNode(OTHER);
        }
        String fault = OcsfTypes.fault(attribute.type(), value, fields.limits());
        if (fault != null) {
            throw refused(new Place(parent, name, index), fault);
        }
        if (fields.limits() && value.isTextual() && value.textValue().length() > OcsfTypes.LONGEST_TEXT) {
            truncated
                    .addObject()
                    .put("attribute", new Place(parent, name, index).toString().substring(2))
                    .put("chars", value.textValue().length());
            return NODES.textNode(Texts.cut(value.textValue(), OcsfTypes.LONGEST_TEXT));
        }
        return value;
    }

    /**
     * Returns the caption, null if the mapping sets it itself, and for a number that means "not known", which
     * needs no caption.
     */
    private static JsonNode caption(JsonNode source, Attribute attribute, JsonNode number) {
        if (source.has(attribute.sibling())) {
            return null;
        }
        if (!number.isArray()) {
            Caption caption = attribute.captions().of(number.intValue());
            return caption.said() ? caption.text() : null;
        }
        ArrayNode captions = NODES.arrayNode();
        for (JsonNode element : number) {
            Caption caption = attribute.captions().of(element.intValue());
            if (caption.said()) {
                captions.add(caption.text());
            }
        }
        return captions.isEmpty() ? null : captions;
    }

    private MappingException refused(Place place, String reason) {
        return new MappingException(kind, mapping, place.toString(), reason);
    }
}
