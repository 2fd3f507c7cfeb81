package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the sources of each field of a result by experiment: the event is mapped again with each of its fields removed,
 * and with each altered, a resource id also with another last name. A field of the event whose change changes the
 * result is a source of the changed part. So the trace is correct for any mapping, including a user's own.
 *
 * <p>The cost is bounded: for a large event, fewer fields are tried.
 */
final class FieldTrace {
    private static final String ENQUEUED_TIME = "(enqueued time)";

    private static final int MAX_FIELDS = 600;
    private static final int MIN_FIELDS = 20;
    private static final int MAX_CHARS = 20_000_000;

    /**
     * @param result the event's mapped result
     * @param tried how many fields were tried
     * @param whole whether these were all fields
     * @param sources for each field of the result, the fields that change it, in the event's order
     * @param decisive the fields that determine the kind of the event
     */
    public record Trace(
            MappedEvent result, int tried, boolean whole, Map<String, Set<String>> sources, Set<String> decisive) {}

    private final TransformTarget target;
    private final Map<String, TransformTarget> variants;
    private final int depth;

    /**
     * @param variants for each option, the same target with another value of that option
     * @param depth the depth in the result that is compared, 1 for its top level
     */
    public FieldTrace(TransformTarget target, Map<String, TransformTarget> variants, int depth) {
        this.target = target;
        this.variants = variants;
        this.depth = depth;
    }

    /** Traces one event, which is an element of the result of {@code Classifier.unwrap}. */
    public Trace of(JsonNode event, EventOrigin origin) {
        MappedEvent base = map(target, event, origin);
        int size = base.failed() ? MAX_CHARS : Math.max(1, base.json().length());
        int max = Math.max(MIN_FIELDS, Math.min(MAX_FIELDS, MAX_CHARS / size));
        List<SourceField> fields = SourceField.of(event, max + 1);
        boolean whole = fields.size() <= max;
        Trace trace =
                new Trace(base, Math.min(max, fields.size()), whole, new LinkedHashMap<>(), new LinkedHashSet<>());
        if (base.failed()) {
            return trace;
        }
        for (SourceField field : whole ? fields : fields.subList(0, max)) {
            compare(trace, field.toString(), map(target, field.removedFrom(event), origin));
            compare(trace, field.toString(), map(target, field.alteredIn(event), origin));
            JsonNode renamed = field.renamedIn(event);
            if (!renamed.equals(event)) {
                compare(trace, field.toString(), map(target, renamed, origin));
            }
        }
        tryOrigin(trace, event, origin);
        variants.forEach((option, variant) -> compare(trace, option, map(variant, event, origin)));
        return trace;
    }

    private void tryOrigin(Trace trace, JsonNode event, EventOrigin o) {
        compare(
                trace,
                "(event hub)",
                map(
                        target,
                        event,
                        new EventOrigin(null, o.partitionId(), o.sequenceNumber(), o.enqueuedTime(), o.index())));
        compare(
                trace,
                "(partition)",
                map(
                        target,
                        event,
                        new EventOrigin(o.eventHub(), null, o.sequenceNumber(), o.enqueuedTime(), o.index())));
        compare(
                trace,
                "(sequence number)",
                map(target, event, new EventOrigin(o.eventHub(), o.partitionId(), null, o.enqueuedTime(), o.index())));
        compare(
                trace,
                ENQUEUED_TIME,
                map(
                        target,
                        event,
                        new EventOrigin(o.eventHub(), o.partitionId(), o.sequenceNumber(), null, o.index())));
        if (o.enqueuedTime() != null) {
            compare(
                    trace,
                    ENQUEUED_TIME,
                    map(
                            target,
                            event,
                            new EventOrigin(
                                    o.eventHub(),
                                    o.partitionId(),
                                    o.sequenceNumber(),
                                    o.enqueuedTime().plusSeconds(1),
                                    o.index())));
        }
    }

    private void compare(Trace trace, String source, MappedEvent other) {
        if (other.kind() != trace.result().kind()) {
            trace.decisive().add(source);
            return;
        }
        if (other.failed()) {
            String field = field(other.failure().path());
            if (!field.isEmpty()) {
                trace.sources()
                        .computeIfAbsent(field, any -> new LinkedHashSet<>())
                        .add(source);
            }
            return;
        }
        Set<String> changed = new LinkedHashSet<>();
        differences("", timeless(trace.result().document()), timeless(other.document()), depth, changed);
        changed.forEach(field -> trace.sources()
                .computeIfAbsent(field, any -> new LinkedHashSet<>())
                .add(source));
    }

    /** Returns a path such as {@code $.userIdentity.type} as a field name, cut to the compared depth. */
    private String field(String path) {
        String[] steps = path.replaceFirst("^\\$\\.?", "").split("\\.");
        return depth == 1
                ? steps[0].replaceFirst("\\[.*", "")
                : String.join(".", steps).replaceAll("\\[\\d+]", "[]");
    }

    static MappedEvent map(TransformTarget target, JsonNode event, EventOrigin origin) {
        List<MappedEvent> results = target.mapper().apply(event, origin);
        return results.get(0);
    }

    /** Returns the document without the one field that is set by the clock, because it does not come from the event. */
    static JsonNode timeless(ObjectNode document) {
        if (!document.path("metadata").has("processed_time")) {
            return document;
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) document.get("metadata"));
        ObjectNode copy = JsonNodeFactory.instance.objectNode().setAll(document);
        return copy.set("metadata", metadata.without("processed_time"));
    }

    private static void differences(String path, JsonNode one, JsonNode other, int depth, Set<String> changed) {
        if (one == null || other == null) {
            changed.add(depth > 0 && one != null ? onlyLeaf(path, one) : path);
        } else if (one.equals(other)) {
            return;
        } else if (depth > 0 && one.isObject() && other.isObject()) {
            Set<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String inner = path.isEmpty() ? name : path + "." + name;
                if (depth == 1) {
                    if (!Objects.equals(one.get(name), other.get(name))) {
                        changed.add(inner);
                    }
                } else {
                    differences(inner, one.get(name), other.get(name), depth - 1, changed);
                }
            }
        } else if (depth > 0
                && one.isArray()
                && one.size() == other.size()
                && one.get(0).isObject()) {
            for (int i = 0; i < one.size(); i++) {
                differences(path + "[]", one.get(i), other.get(i), depth, changed);
            }
        } else {
            changed.add(path);
        }
    }

    /**
     * Returns the path of the only value in an object. An object that disappears with its only value is named by that
     * value.
     */
    private static String onlyLeaf(String path, JsonNode node) {
        List<String> steps = new ArrayList<>(List.of(path));
        JsonNode at = node;
        while (at.isObject() && at.size() == 1) {
            Map.Entry<String, JsonNode> only = at.properties().iterator().next();
            steps.add(only.getKey());
            at = only.getValue();
        }
        return String.join(".", steps);
    }
}
