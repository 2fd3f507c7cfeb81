package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.transform.json.CompactJson;
import io.trailbridge.transform.json.JsonSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps the events of a message with the files of one target, each event separately: a failure does not affect the other
 * events. Everything specific to the target is in its {@link Rules}. Thread-safe.
 */
public final class EventMapper {
    /**
     * The largest number of events in one message, more than any exporter puts there; unwrapping more would only cost
     * memory.
     */
    public static final int MAX_EVENTS = 20_000;

    /**
     * The smallest average size in bytes of JSON of the events in a message of many events. The shortest event that an
     * exporter writes is five times as long. A message of shorter ones would expand to a large multiple of its size, as
     * each result has a frame.
     */
    static final int LEAST_BYTES = 64;

    private static final int MANY = 100;

    /** The target's own requirements on the results of its mappings. */
    public interface Rules {
        /** Returns whether the document is within the target's limits as it is. */
        boolean fits(JsonNode document);

        /**
         * Brings the document within the target's limits, or refuses it.
         *
         * @param fits true if {@link #fits} was called with this document and returned true
         */
        ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits);

        /** Returns the functions that only this target's mappings have. */
        default List<Function> functions() {
            return List.of();
        }

        /**
         * Returns the variables for this event that mappings see in addition to the constants; the event is as
         * received.
         */
        default Map<String, JsonNode> variables(JsonNode event) {
            return Map.of();
        }
    }

    private final Mappings mappings;
    private final Map<String, JsonNode> constants;
    private final Rules rules;
    private final Duration limit;

    /** @param constants the variables that mappings see beside {@code $origin} */
    public EventMapper(String target, Path overrides, Map<String, JsonNode> constants, Rules rules) {
        this(target, overrides, constants, rules, TimeLimit.OF_AN_EVENT);
    }

    /** @param limit the time that the mapping of one event may take, as {@link TimeLimit} defines it */
    EventMapper(String target, Path overrides, Map<String, JsonNode> constants, Rules rules, Duration limit) {
        this.limit = limit;
        this.mappings = new Mappings(target, overrides, rules.functions());
        this.constants = Map.copyOf(constants);
        this.rules = rules;
    }

    public List<MappedEvent> map(JsonNode message, EventOrigin origin) {
        List<JsonNode> events = Classifier.unwrap(message);
        if (events.size() > MAX_EVENTS) {
            return refused("the message holds " + events.size() + " events, more than " + MAX_EVENTS
                    + ": send them in several messages");
        }
        if (events.size() > MANY && JsonSize.isWithin(message, (long) events.size() * LEAST_BYTES)) {
            return refused("the message holds " + events.size() + " events of less than " + LEAST_BYTES
                    + " bytes on average, which no event of Defender for Cloud has: look at what sends them");
        }
        List<MappedEvent> mapped = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            mapped.add(map(events.get(i), i, origin.at(i)));
        }
        return mapped;
    }

    /** Returns one failure for the whole message: it is parked as received. */
    private static List<MappedEvent> refused(String reason) {
        return List.of(
                failed(0, new MappingException(EventKind.UNRECOGNISED, MappingException.NO_MAPPING, "$", reason)));
    }

    private MappedEvent map(JsonNode event, int index, EventOrigin origin) {
        EventKind kind = Classifier.classify(event);
        if (kind == EventKind.EMPTY_PAGE) {
            return failed(
                    index,
                    new MappingException(
                            kind, MappingException.NO_MAPPING, "$", "this is an empty page of a list, no event"));
        }
        String mapping = mappings.file(kind);
        TimeLimit time = TimeLimit.ofThread();
        time.begin(limit);
        try {
            Map<String, JsonNode> variables = new HashMap<>(constants);
            variables.put("origin", origin.toJson());
            variables.putAll(rules.variables(event));
            JsonNode known = NativeForm.of(event, kind);
            Normaliser.Normal normal = Normaliser.normalise(known, kind);
            JsonNode made = mappings.apply(kind, variables, normal.event());
            boolean fits = normal.grown() && rules.fits(made);
            if (normal.grown() && !fits) {
                // Repeated content must not displace content that occurs once.
                made = mappings.apply(kind, variables, Normaliser.withReferences(known, kind));
            }
            ObjectNode document = rules.finish(kind, mapping, made, fits);
            return new MappedEvent(kind, index, document, CompactJson.of(document), null);
        } catch (MappingException e) {
            return failed(index, e);
        } catch (Normaliser.TooDeep | TimeLimit.Exceeded e) {
            return failed(index, new MappingException(kind, mapping, "$", e.getMessage()));
        } catch (RuntimeException e) {
            // Any failure that an event or a user's mapping causes concerns this event only.
            String reason = "the event cannot be mapped: " + e.getClass().getSimpleName();
            return failed(index, new MappingException(kind, mapping, "$", reason, e));
        } finally {
            time.end();
        }
    }

    private static MappedEvent failed(int index, MappingException failure) {
        return new MappedEvent(failure.kind(), index, null, null, failure);
    }
}
