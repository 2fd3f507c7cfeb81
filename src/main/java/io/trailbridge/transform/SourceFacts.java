package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values that objects of the source give, those of the most specific object first. A fact has a different name in
 * each form of an event, so each lookup takes all its names, in any letter case. Null, blank and placeholder values
 * count as absent. An object or array may also be given as stringified JSON. Immutable.
 */
final class SourceFacts {
    static final SourceFacts NONE = new SourceFacts(List.of());

    /**
     * One object.
     *
     * @param fields the fields that have a value, by case-insensitive name
     * @param names the same names in document order
     */
    private record Place(Map<String, JsonNode> fields, List<String> names) {
        JsonNode get(String name) {
            return fields.get(name);
        }
    }

    private final List<Place> objects;

    private SourceFacts(List<Place> objects) {
        this.objects = objects;
    }

    /** Returns the facts of an object or of stringified JSON; {@link #NONE} for any other value. */
    static SourceFacts of(JsonNode value) {
        JsonNode object = StringifiedJson.of(value);
        if (object == null || !object.isObject()) {
            return NONE;
        }
        Place place = new Place(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new ArrayList<>());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (hasValue(field.getValue()) && place.fields().putIfAbsent(field.getKey(), field.getValue()) == null) {
                place.names().add(field.getKey());
            }
        }
        return place.names().isEmpty() ? NONE : new SourceFacts(List.of(place));
    }

    /**
     * Returns the elements of an array or stringified array, or the value as the only one; none for an absent value.
     */
    static Iterable<JsonNode> elements(JsonNode value) {
        if (value == null || !hasValue(value)) {
            return List.of();
        }
        JsonNode list = StringifiedJson.of(value);
        return list.isArray() ? list : List.of(list);
    }

    private static boolean hasValue(JsonNode value) {
        return value.isTextual()
                ? !Texts.isBlankOrPlaceholder(value.textValue())
                : !value.isNull() && !(value.isContainerNode() && value.isEmpty());
    }

    /** Returns these facts, with the others as fallback. */
    SourceFacts orElse(SourceFacts others) {
        if (objects.isEmpty() || others.objects.isEmpty()) {
            return objects.isEmpty() ? others : this;
        }
        return all(List.of(this, others));
    }

    /** Returns all of these facts, earlier ones before later ones. */
    static SourceFacts all(List<SourceFacts> places) {
        List<Place> all = new ArrayList<>();
        places.forEach(place -> all.addAll(place.objects));
        return all.isEmpty() ? NONE : new SourceFacts(all);
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Returns the facts of each object separately. */
    List<SourceFacts> each() {
        return objects.size() == 1
                ? List.of(this)
                : objects.stream().map(one -> new SourceFacts(List.of(one))).toList();
    }

    /** Returns the names of the fields of all objects. */
    List<String> names() {
        return objects.stream().flatMap(object -> object.names().stream()).toList();
    }

    /** Returns the value under the first of the names that has one; null if none has. */
    JsonNode get(String... names) {
        for (Place object : objects) {
            for (String name : names) {
                JsonNode value = object.get(name);
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    /** Returns the same as text, for scalar values only: an object or array is not a name, word or time. */
    String text(String... names) {
        for (Place object : objects) {
            for (String name : names) {
                JsonNode value = object.get(name);
                if (value != null && !value.isContainerNode()) {
                    return value.asText().strip();
                }
            }
        }
        return null;
    }

    /** Returns the first of them that is true or false, also as a string; null if there is none. */
    Boolean flag(String... names) {
        for (Place object : objects) {
            for (String name : names) {
                Boolean flag = flag(object.get(name));
                if (flag != null) {
                    return flag;
                }
            }
        }
        return null;
    }

    private static Boolean flag(JsonNode value) {
        String text = value == null || value.isContainerNode() || value.isNumber()
                ? ""
                : value.asText().strip();
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** Returns the facts of the objects under these names; objects in an array one after the other. */
    SourceFacts within(String... names) {
        List<SourceFacts> found = new ArrayList<>();
        for (Place object : objects) {
            for (String name : names) {
                elements(object.get(name)).forEach(element -> found.add(of(element)));
            }
        }
        return all(found);
    }

    /** Returns the facts of the objects that these objects contain, whatever their names are. */
    SourceFacts parts() {
        List<SourceFacts> found = new ArrayList<>();
        objects.forEach(object -> object.names().forEach(name -> found.add(of(object.get(name)))));
        return all(found);
    }
}
