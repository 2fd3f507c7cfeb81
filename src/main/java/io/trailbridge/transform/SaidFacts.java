package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.json.SharedObjects;
import io.trailbridge.transform.json.StringifiedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What objects of the source say, the nearest to the thing first. One fact has another name in each form of an event,
 * so each is asked for by all of them, in any case; a null, a blank and a word for nothing say nothing. An object or a
 * list may also be there as its JSON text. Not changed once made.
 */
final class SaidFacts {
    static final SaidFacts NOTHING = new SaidFacts(List.of());

    /**
     * One object.
     *
     * @param fields those that say something, by their names in any case
     * @param names the same names in their order
     */
    private record Place(Map<String, JsonNode> fields, List<String> names) {
        JsonNode get(String name) {
            return fields.get(name);
        }
    }

    private final List<Place> objects;

    private SaidFacts(List<Place> objects) {
        this.objects = objects;
    }

    /** What the object says, or its JSON text does; nothing for any other value. */
    static SaidFacts of(JsonNode value) {
        JsonNode object = StringifiedJson.of(value);
        if (object == null || !object.isObject()) {
            return NOTHING;
        }
        Place place = new Place(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new ArrayList<>());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (says(field.getValue()) && place.fields().putIfAbsent(field.getKey(), field.getValue()) == null) {
                place.names().add(field.getKey());
            }
        }
        return place.names().isEmpty() ? NOTHING : new SaidFacts(List.of(place));
    }

    /** The elements of a list or of its JSON text, or the value as the only one; none for nothing. */
    static Iterable<JsonNode> elements(JsonNode value) {
        if (value == null || !says(value)) {
            return List.of();
        }
        JsonNode list = StringifiedJson.of(value);
        return list.isArray() ? list : List.of(list);
    }

    private static boolean says(JsonNode value) {
        return value.isTextual() ? !SharedObjects.isNothing(value.textValue())
                : !value.isNull() && !(value.isContainerNode() && value.isEmpty());
    }

    /** These, and where they say nothing the others. */
    SaidFacts orElse(SaidFacts others) {
        if (objects.isEmpty() || others.objects.isEmpty()) {
            return objects.isEmpty() ? others : this;
        }
        return all(List.of(this, others));
    }

    /** All of them, the first before the others. */
    static SaidFacts all(List<SaidFacts> places) {
        List<Place> all = new ArrayList<>();
        places.forEach(place -> all.addAll(place.objects));
        return all.isEmpty() ? NOTHING : new SaidFacts(all);
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Each object by itself. */
    List<SaidFacts> each() {
        return objects.size() == 1 ? List.of(this) : objects.stream().map(one -> new SaidFacts(List.of(one))).toList();
    }

    /** The names of the fields of all. */
    List<String> names() {
        return objects.stream().flatMap(object -> object.names().stream()).toList();
    }

    /** What is said under the first of the names under which something is; null for nothing. */
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

    /** The same of texts and numbers; a structure is no name, word or time. */
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

    /** The first of them that is true or false, also as a text; null for none. */
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
        String text = value == null || value.isContainerNode() || value.isNumber() ? "" : value.asText().strip();
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** What the objects under these names say, those in a list one after the other. */
    SaidFacts within(String... names) {
        List<SaidFacts> found = new ArrayList<>();
        for (Place object : objects) {
            for (String name : names) {
                elements(object.get(name)).forEach(element -> found.add(of(element)));
            }
        }
        return all(found);
    }

    /** What the objects say that these objects hold, whatever their names are. */
    SaidFacts parts() {
        List<SaidFacts> found = new ArrayList<>();
        objects.forEach(object -> object.names().forEach(name -> found.add(of(object.get(name)))));
        return all(found);
    }
}
