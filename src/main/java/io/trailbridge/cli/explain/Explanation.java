package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.fault.OneLine;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains each event of a message: its kind, the file that maps it, and the sources of the fields of its result. Used
 * by one thread.
 */
public final class Explanation {
    private static final int NAMES = 8;

    private final TransformTarget target;
    private final FieldTrace tracer;
    private final Path overrides;
    private final KnownSources known;

    /** @param overrides the user's folder of mappings; may be null */
    public Explanation(TransformTarget target, Map<String, TransformTarget> variants, Path overrides) {
        this.target = target;
        this.tracer = new FieldTrace(target, variants, 1);
        this.overrides = overrides;
        this.known = KnownSources.of(target.name());
    }

    public List<String> explain(String place, JsonNode message, EventOrigin origin) {
        List<String> lines = new ArrayList<>();
        List<JsonNode> events = Classifier.unwrap(message);
        for (int i = 0; i < events.size(); i++) {
            FieldTrace.Trace trace = tracer.of(events.get(i), origin);
            MappedEvent result = trace.result();
            String number = events.size() > 1 ? " event " + (i + 1) + ":" : "";
            boolean none = result.failed() && result.failure().mapping().equals(MappingException.NO_MAPPING);
            String file =
                    none ? MappingException.NO_MAPPING : mapping(result.kind().id());
            lines.add(place + number + " explained: kind=" + result.kind().id() + " mapping=" + file
                    + (trace.decisive().isEmpty() ? "" : ", recognised by " + names(trace.decisive())));
            if (result.failed()) {
                lines.add("  no result: " + result.failure().path() + ": "
                        + OneLine.joined(result.failure().reason()));
                continue;
            }
            if (!trace.whole()) {
                lines.add("  (the event is large: only its first " + trace.tried() + " fields were tried)");
            }
            present(trace, RepeatedFacts.of(target, events.get(i), origin, result), lines);
            absent(events.get(i), trace, lines);
        }
        return lines;
    }

    /** @param repeated the groups of fields of which one is enough; null when they were not determined */
    private static void present(FieldTrace.Trace trace, Map<String, List<Set<String>>> repeated, List<String> lines) {
        trace.result().document().fieldNames().forEachRemaining(field -> {
            Set<String> sources = trace.sources().get(field);
            List<Set<String>> groups = repeated == null ? List.of() : repeated.getOrDefault(field, List.of());
            String from;
            if (sources == null && repeated == null) {
                from = "the mapping, or several fields of the event of which one is enough";
            } else if (sources == null) {
                from = groups.isEmpty() ? "the mapping; no field of the event changes it" : together(Set.of(), groups);
            } else if (ofTheEvent(sources) > NAMES && ofTheEvent(sources) * 5 > trace.tried() * 4L) {
                from = "nearly every field of the event (" + ofTheEvent(sources) + " of " + trace.tried() + ")";
            } else {
                from = together(sources, groups);
            }
            lines.add("  " + field + " <- " + from);
        });
    }

    private static String together(Set<String> sources, List<Set<String>> groups) {
        Set<String> alone = new LinkedHashSet<>(sources);
        groups.forEach(alone::removeAll);
        Stream<String> first = alone.isEmpty() ? Stream.empty() : Stream.of(names(alone));
        return Stream.concat(first, groups.stream().map(group -> "any of " + names(group) + ", one of which is enough"))
                .collect(Collectors.joining("; "));
    }

    /** Returns the number of sources that are fields of the event, without the event's origin and options. */
    private static long ofTheEvent(Set<String> sources) {
        return sources.stream()
                .filter(source -> !source.startsWith("(") && !source.startsWith("--"))
                .count();
    }

    private void absent(JsonNode event, FieldTrace.Trace trace, List<String> lines) {
        if (overrides != null) {
            lines.add("  (what your own mappings leave out is not known)");
            return;
        }
        Set<String> there = new HashSet<>();
        SourceField.of(event, Integer.MAX_VALUE).forEach(field -> there.addAll(KnownSources.spellings(field)));
        known.ofKind(trace.result().kind().id()).forEach((field, sources) -> {
            if (trace.result().document().has(field)) {
                return;
            }
            List<String> present = sources.stream()
                    .filter(source -> there.contains(source.toLowerCase(Locale.ROOT)))
                    .toList();
            lines.add("  " + field + " absent: it is made of " + names(sources) + "; "
                    + (present.isEmpty()
                            ? "the event has none of them"
                            : "their values in the event give no value for it"));
        });
    }

    private static String names(Collection<String> sources) {
        return String.join(", ", limited(sources));
    }

    private static List<String> limited(Collection<String> names) {
        List<String> limited = new ArrayList<>(names.stream().limit(NAMES).toList());
        if (names.size() > NAMES) {
            limited.add("and " + (names.size() - NAMES) + " more");
        }
        return limited;
    }

    /** Returns the mapping file: the user's file by its path, ours by its place in the jar. */
    private String mapping(String kind) {
        String file = target.folder() + "/" + kind + ".jslt";
        boolean own = overrides != null && Files.isRegularFile(overrides.resolve(file));
        return own ? overrides.resolve(file).toString() : "mappings/" + file;
    }
}
