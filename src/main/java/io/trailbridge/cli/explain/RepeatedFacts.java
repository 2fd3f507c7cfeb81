package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the fields of an event of which any one is enough, because they contain the same information, like the
 * subscription that is part of most ids, or because each is a fallback for the others. Removing one of them changes
 * nothing, so {@link FieldTrace} cannot find them; removing all of them changes the result.
 */
final class RepeatedFacts {
    /** Maximum number of groups; more than the values for which a mapping has fallbacks. */
    private static final int MAX_GROUPS = 8;

    private static final int MAX_FIELDS = 600;
    private static final long MAX_CHARS = 40_000_000;

    private final TransformTarget target;
    private final JsonNode event;
    private final EventOrigin origin;
    private final MappedEvent base;
    private final JsonNode result;

    private RepeatedFacts(TransformTarget target, JsonNode event, EventOrigin origin, MappedEvent base) {
        this.target = target;
        this.event = event;
        this.origin = origin;
        this.base = base;
        this.result = FieldTrace.timeless(base.document());
    }

    /**
     * Returns, for each top-level field of the result, the groups of event fields of which any one is enough for a part
     * of it.
     *
     * @param base the event's mapped result; it has not failed
     * @return null when the event is too large to determine them
     */
    static Map<String, List<Set<String>>> of(
            TransformTarget target, JsonNode event, EventOrigin origin, MappedEvent base) {
        long size = base.json().length() + (long) event.toString().length();
        int max = (int) Math.min(MAX_FIELDS, MAX_CHARS / (size * (MAX_GROUPS + 3)));
        List<SourceField> fields = SourceField.of(event, max + 1);
        return fields.size() > max ? null : new RepeatedFacts(target, event, origin, base).groups(fields);
    }

    private Map<String, List<Set<String>>> groups(List<SourceField> fields) {
        Map<String, List<Set<String>>> groups = new LinkedHashMap<>();
        List<SourceField> all = removable(fields);
        Set<String> open = changedWithout(all);
        for (SourceField field : fields) {
            open.removeAll(changed(field.removedFrom(event)));
            open.removeAll(changed(field.alteredIn(event)));
        }
        for (int i = 0; i < MAX_GROUPS && !open.isEmpty(); i++) {
            String place = open.iterator().next();
            List<SourceField> group = fewest(all, place);
            Set<String> names = new LinkedHashSet<>();
            group.forEach(field -> names.add(field.toString()));
            Set<String> theirs = changedWithout(group);
            theirs.retainAll(open);
            for (String one : theirs) {
                List<Set<String>> known = groups.computeIfAbsent(one.split("/", 3)[1], any -> new ArrayList<>());
                if (!known.contains(names)) {
                    known.add(names);
                }
            }
            open.removeAll(theirs);
            open.remove(place);
        }
        return groups;
    }

    /** Returns fields that can all be removed together, so that the event still has its kind and can be mapped. */
    private List<SourceField> removable(List<SourceField> fields) {
        List<SourceField> removable = new ArrayList<>();
        JsonNode rest = event;
        for (SourceField field : fields) {
            JsonNode without = field.removedFrom(rest);
            if (isComparable(FieldTrace.map(target, without, origin))) {
                rest = without;
                removable.add(field);
            }
        }
        return removable;
    }

    /** Returns a minimal set of the fields that changes this place of the result when all of them are removed. */
    private List<SourceField> fewest(List<SourceField> fields, String place) {
        List<SourceField> fewest = new ArrayList<>(fields);
        for (SourceField field : fields) {
            List<SourceField> without = new ArrayList<>(fewest);
            without.remove(field);
            if (changedWithout(without).contains(place)) {
                fewest = without;
            }
        }
        return fewest;
    }

    private Set<String> changedWithout(Collection<SourceField> fields) {
        JsonNode rest = event;
        for (SourceField field : fields) {
            rest = field.removedFrom(rest);
        }
        return changed(rest);
    }

    /** Returns the places of the result that differ for this event; empty when it has no result to compare. */
    private Set<String> changed(JsonNode other) {
        Set<String> changed = new LinkedHashSet<>();
        MappedEvent mapped = FieldTrace.map(target, other, origin);
        if (isComparable(mapped)) {
            compare("", result, FieldTrace.timeless(mapped.document()), changed);
        }
        return changed;
    }

    private boolean isComparable(MappedEvent mapped) {
        return !mapped.failed() && mapped.kind() == base.kind();
    }

    private static void compare(String place, JsonNode one, JsonNode other, Set<String> changed) {
        if (one.equals(other)) {
            return;
        }
        if (one.isObject() && !one.isEmpty()) {
            one.properties()
                    .forEach(field -> compare(
                            place + "/" + field.getKey(), field.getValue(), other.path(field.getKey()), changed));
        } else if (one.isArray() && !one.isEmpty()) {
            for (int i = 0; i < one.size(); i++) {
                compare(place + "/" + i, one.get(i), other.path(i), changed);
            }
        } else {
            changed.add(place);
        }
    }
}
