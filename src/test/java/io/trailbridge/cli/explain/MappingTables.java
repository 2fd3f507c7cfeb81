package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the mappings do, found by trying them on the sample events field by field: as a document for people and as the
 * list that {@code --explain} reads.
 */
final class MappingTables {
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);
    private static final int DEPTH = 6;
    private static final int KNOWN_SOURCES = 10;

    /** What is cut to a target's limits would show every field as the reason of the cut. */
    private static final int LARGEST = 20_000;

    /** What continuous export adds to events of all kinds; to assessments it may add another part beside it. */
    private static final String COMMON_PART = "securityEventDataEnrichment";

    private static final Set<String> KEPT_WHOLE =
            Set.of("unmapped", "ProductFields", "data", "entities", "extendedProperties", "raw_data");

    private static final String SOURCES_HEAD = """
            # What each field at the top of a result comes from. Made together with docs/mapping.md.
            #
            #   target  the format, with its version when it is not the newest
            #   kind    of the event
            #   field   at the top of the result
            #   fields of events  that change it

            target | kind | field | fields of events
            """;

    private static final String HEAD = """
            # What becomes of each field

            For each kind of event: the source's field, and the fields of the result that change when it is left out or
            altered. `mvn -q test -Dtest=MappingDocumentTest -Dmapping.write=true` regenerates this file by mapping the
            sample events again and again; the same test checks it. OCSF is 1.7.0; 1.3.0 is made of it.

            Names are in the spelling that mappings read; the source's come in any case, and an alert's also within
            `properties`. `[]` is each element of a list. A dash is a field that does not change the result. Where the
            fields of a part are kept together (`unmapped`, `ProductFields`, `entities`), the part is named.
            In parentheses is what comes from the Event Hub or from the options. The columns of a workspace's tables,
            the fields of an action group's envelope and those of a scan's result are beside the fields of the events
            that these are read as.

            ## raw_data

            An OCSF event contains its source event in `raw_data` unless `trailbridge.ocsf.rawData=false`. Fields
            without an attribute are also in `unmapped`, and an alert's entities in `evidences[].data`, so that a value
            occurs up to three times. With `raw_data` the sample events are

            - in 1.7.0 %s,
            - in 1.3.0 %s.

            Without it no meaningful value is lost. Lost are the event as one string, with the spelling and the order of
            its names; HTML in strings that have an attribute; null, empty lists and, where an attribute would hold
            them, placeholder values (`None`, `N/A`); and its size and SHA-256 (`raw_data_size`,
            `raw_data_hash`; not in 1.3.0), by which it can be compared with the source's. A row of a flow log carries
            its tuple in `raw_data`.
            """;

    /** What one kind's samples showed of one target: result field to the source fields that change it. */
    private static final class Seen {
        private final Map<String, Set<String>> sources = new LinkedHashMap<>();
        private final Map<String, Integer> changes = new LinkedHashMap<>();
        private final Set<String> always = new TreeSet<>();
        private int tried;

        boolean dependsOnAll(String field) {
            return changes.getOrDefault(field, 0) > 5 && changes.get(field) * 10 > tried * 6;
        }
    }

    private final List<TransformTarget> targets = List.of(
            TransformTarget.cloudTrail("123456789012", CloudTrailMapper.EVENT_SOURCE, null),
            TransformTarget.ocsf("1.7.0", null),
            TransformTarget.ocsf("1.3.0", null),
            TransformTarget.asff("123456789012", "eu-west-1", null));
    private final Map<String, TransformTarget> otherAccounts = Map.of(
            "cloudtrail", TransformTarget.cloudTrail("210987654321", CloudTrailMapper.EVENT_SOURCE, null),
            "asff", TransformTarget.asff("210987654321", "eu-west-1", null));
    private final Map<String, Map<EventKind, Seen>> seen = new LinkedHashMap<>();
    private final Map<EventKind, Set<String>> fields = new EnumMap<>(EventKind.class);

    MappingTables() {
        for (TransformTarget target : targets) {
            seen.put(target.name(), new EnumMap<>(EventKind.class));
            TransformTarget other = otherAccounts.get(target.name());
            FieldTrace tracer = new FieldTrace(target, other == null ? Map.of() : Map.of("(account)", other), DEPTH);
            for (SampleEvents.Sample sample : SampleEvents.all()) {
                if (sample.bytes().length > LARGEST) {
                    continue;
                }
                JsonNode message = JsonText.parse(sample.bytes()).orElseThrow();
                for (JsonNode event : Classifier.unwrap(message)) {
                    look(target, tracer, event);
                    if (Classifier.classify(event) == EventKind.ASSESSMENT && event.has(COMMON_PART)) {
                        // Where both parts say the same, neither alone is seen to say it.
                        ObjectNode moved = event.deepCopy();
                        moved.set("assessmentEventDataEnrichment", moved.remove(COMMON_PART));
                        look(target, tracer, moved);
                    }
                }
            }
        }
    }

    /** The lines of {@code mappings/sources.txt}. */
    String sources() {
        StringBuilder text = new StringBuilder(SOURCES_HEAD);
        seen.forEach((target, kinds) -> kinds.forEach((kind, of) -> {
            Map<String, Set<String>> top = new LinkedHashMap<>();
            of.sources.forEach((field, sources) -> top.computeIfAbsent(
                            field.replaceFirst("[.\\[].*", ""), any -> new LinkedHashSet<>())
                    .addAll(sources));
            top.forEach((field, sources) -> {
                List<String> ofEvents = sources.stream()
                        .filter(source -> !source.startsWith("("))
                        .limit(KNOWN_SOURCES)
                        .toList();
                if (!ofEvents.isEmpty() && !of.dependsOnAll(field)) {
                    text.append(String.join(" | ", target, kind.id(), field, String.join(" ", ofEvents)))
                            .append('\n');
                }
            });
        }));
        return text.toString();
    }

    /** {@code docs/mapping.md}. */
    String document() {
        StringBuilder text = new StringBuilder(
                HEAD.formatted(new RawDataCost("1.7.0", ORIGIN, LARGEST), new RawDataCost("1.3.0", ORIGIN, LARGEST)));
        for (EventKind kind : EventKind.values()) {
            text.append("\n## ").append(kind.id()).append('\n');
            Map<String, List<String>> rows = new LinkedHashMap<>();
            for (String field : fields.getOrDefault(kind, Set.of())) {
                rows.computeIfAbsent(parent(field) + " | " + cells(kind, field), any -> new ArrayList<>())
                        .add(field);
            }
            if (rows.isEmpty() || shown().allMatch(target -> seen.get(target).get(kind) == null)) {
                text.append("\nHas no form in any of the three.\n");
                continue;
            }
            text.append("\n| source | CloudTrail | OCSF | ASFF |\n|---|---|---|---|\n");
            rows.forEach((key, sources) -> text.append("| ")
                    .append(code(sources))
                    .append(key.substring(key.indexOf(" | ")))
                    .append(" |\n"));
            shown().forEach(target -> notes(text, target, seen.get(target).get(kind)));
        }
        return text.toString();
    }

    private static Stream<String> shown() {
        return Stream.of("cloudtrail", "ocsf", "asff");
    }

    private void look(TransformTarget target, FieldTrace tracer, JsonNode event) {
        EventKind kind = Classifier.classify(event);
        Set<String> all = fields.computeIfAbsent(kind, any -> new LinkedHashSet<>());
        SourceField.of(event, 1000).forEach(field -> all.add(name(kind, field.toString())));
        all.removeIf(field -> field.contains("$"));
        FieldTrace.Trace trace = tracer.of(event, ORIGIN);
        if (trace.result().failed()) {
            return;
        }
        Seen of = seen.get(target.name()).computeIfAbsent(kind, any -> new Seen());
        of.tried += trace.tried();
        trace.result().document().fieldNames().forEachRemaining(of.always::add);
        trace.sources().forEach((field, sources) -> {
            of.changes.merge(field, sources.size(), Integer::sum);
            of.always.remove(field.replaceFirst("[.\\[].*", ""));
            for (String source : sources) {
                String name = name(kind, source);
                if (!name.contains("$")) {
                    of.sources
                            .computeIfAbsent(field, any -> new LinkedHashSet<>())
                            .add(name);
                    all.add(name);
                }
            }
        });
    }

    private String cells(EventKind kind, String source) {
        return shown().map(target -> {
                    Seen of = seen.get(target).get(kind);
                    Set<String> changed = new TreeSet<>();
                    if (of != null) {
                        of.sources.forEach((field, sources) -> {
                            if (sources.contains(source) && !of.dependsOnAll(field)) {
                                changed.add(shortened(field));
                            }
                        });
                    }
                    List.copyOf(changed).forEach(field -> {
                        if (changed.stream().anyMatch(other -> plain(other).startsWith(plain(field) + "."))) {
                            changed.remove(field);
                        }
                    });
                    return changed.isEmpty() ? "-" : code(changed);
                })
                .collect(Collectors.joining(" | "));
    }

    private static void notes(StringBuilder text, String target, Seen of) {
        if (of == null) {
            text.append("\n- ").append(target).append(": this kind has no form.");
            return;
        }
        Set<String> whole = new TreeSet<>();
        of.sources.keySet().stream().filter(of::dependsOnAll).forEach(whole::add);
        Set<String> constant = new TreeSet<>(of.always);
        of.sources.keySet().forEach(field -> constant.remove(field.replaceFirst("[.\\[].*", "")));
        text.append("\n- ")
                .append(target)
                .append(": of the whole event ")
                .append(whole.isEmpty() ? "nothing" : code(whole))
                .append("; the same for all ")
                .append(constant.isEmpty() ? "nothing" : code(constant))
                .append('.');
    }

    /** Down to the part that is kept as it is. */
    private static String shortened(String field) {
        List<String> kept = new ArrayList<>();
        for (String step : field.split("\\.")) {
            kept.add(step);
            if (KEPT_WHOLE.contains(step.replace("[]", ""))) {
                break;
            }
        }
        return String.join(".", kept);
    }

    private static String plain(String field) {
        return field.replace("[]", "");
    }

    private static String parent(String field) {
        int dot = field.lastIndexOf('.');
        return dot < 0 ? field : field.substring(0, dot);
    }

    private static String code(Collection<String> names) {
        return names.stream().map(name -> "`" + name.replace("|", "\\|") + "`").collect(Collectors.joining(", "));
    }

    /** As the project writes names: the first letter small; an alert's without the resource around it. */
    private static String name(EventKind kind, String field) {
        if (field.startsWith("(")) {
            return field;
        }
        String bare = kind == EventKind.ALERT && field.toLowerCase(Locale.ROOT).startsWith("properties.")
                ? field.substring("properties.".length())
                : field;
        return Arrays.stream(bare.split("\\.")).map(Spelling::of).collect(Collectors.joining("."));
    }
}
