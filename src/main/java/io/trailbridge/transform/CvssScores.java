package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the scores of one vulnerability as an array of {@code {"version", "base", "vector", "source"}}, from each form
 * in which they occur: keyed by version, as an array, as a single block, or as fields beside others. A vector states
 * its version and therefore takes precedence over a key or number beside it. A base score below 0 or above 10 is
 * ignored.
 */
final class CvssScores {
    private static final String[] BASE = {"base", "baseScore", "score", "cvssScore"};
    private static final String[] VECTOR = {"cvssVectorString", "vectorString", "vector", "baseVector", "cvssVector"};
    private static final String[] SOURCE = {"cvssSource", "source"};

    /** Fields that hold a score alone, with the version that the name implies. */
    private static final Map<String, String> NAMED = named();

    private static final Pattern VERSION =
            Pattern.compile("(?:CVSS)?[ _:-]?V?([0-9](?:\\.[0-9])?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_VECTOR =
            Pattern.compile("\\(?CVSS:([0-9]\\.[0-9])/.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Only CVSS 2 has this metric, authentication, and its vectors do not state a version. */
    private static final String OF_SECOND = "Au:";

    /** The version of a block whose key is not a version. */
    private static final String NO_VERSION = "";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}(?:\\.[0-9]{1,15})?");
    private static final BigDecimal HIGHEST = BigDecimal.TEN;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ArrayNode scores = NODES.arrayNode();
    private final Set<JsonNode> known = new HashSet<>();

    private CvssScores() {}

    /**
     * Returns the scores from several places: a less specific place adds only scores of major versions that no more
     * specific place has.
     */
    static ArrayNode of(SourceFacts facts) {
        ArrayNode all = NODES.arrayNode();
        Set<String> generations = new HashSet<>();
        for (SourceFacts place : facts.each()) {
            Set<String> found = new HashSet<>();
            for (JsonNode score : at(place)) {
                String generation = generation(score);
                if (!generations.contains(generation)) {
                    found.add(generation);
                    all.add(score);
                }
            }
            generations.addAll(found);
        }
        return all;
    }

    private static String generation(JsonNode score) {
        String version = score.path("version").asText();
        return version.isEmpty() ? "" : version.substring(0, 1);
    }

    private static ArrayNode at(SourceFacts place) {
        CvssScores read = new CvssScores();
        String source = place.text("cvssSource");
        JsonNode block = place.get("cvss", "cvssScores");
        if (block != null) {
            read.block(block, null, source);
        }
        String vector = place.text("cvssVectorString", "cvssVector", "vectorString");
        if (read.scores.isEmpty()) {
            read.add(place.get("cvssScore"), place.text("cvssVersion"), vector, source);
        }
        if (read.scores.isEmpty()) {
            String version = vector == null ? null : ofVector(vector);
            NAMED.forEach((name, named) -> read.add(
                    place.get(name),
                    named,
                    version != null && version.charAt(0) == named.charAt(0) ? vector : null,
                    source));
        }
        return read.scores;
    }

    /** Reads an array of blocks, a single block, or blocks keyed by version. */
    private void block(JsonNode value, String version, String source) {
        for (JsonNode element : SourceFacts.elements(value)) {
            SourceFacts block = SourceFacts.of(element);
            if (block.isEmpty()) {
                if (version != null) {
                    add(element, version, null, source);
                }
            } else if (block.get(BASE) != null || block.get(VECTOR) != null) {
                String given = block.text("version", "cvssVersion");
                String own = block.text(SOURCE);
                add(block.get(BASE), version == null ? given : version, block.text(VECTOR), own == null ? source : own);
            } else if (block.get("key") != null && block.get("value") != null) {
                if (version == null) {
                    String key = version(block.text("key"));
                    block(block.get("value"), key == null ? NO_VERSION : key, source);
                }
            } else if (version == null) {
                for (String key : block.names()) {
                    String ofKey = version(key);
                    JsonNode one = block.get(key);
                    if (ofKey != null || one.isObject()) {
                        block(one, ofKey == null ? NO_VERSION : ofKey, source);
                    }
                }
            }
        }
    }

    private void add(JsonNode base, String version, String vector, String source) {
        JsonNode number = number(base);
        if (number == null) {
            return;
        }
        ObjectNode score = NODES.objectNode();
        String best = vector == null ? null : ofVector(vector);
        put(score, "version", best == null ? version(version) : best);
        score.set("base", number);
        put(score, "vector", vector);
        put(score, "source", source);
        if (known.add(score)) {
            scores.add(score);
        }
    }

    private static void put(ObjectNode score, String name, String text) {
        if (text != null) {
            score.put(name, text);
        }
    }

    private static String ofVector(String vector) {
        Matcher named = OF_VECTOR.matcher(vector);
        return named.matches() ? named.group(1) : vector.contains(OF_SECOND) ? "2.0" : null;
    }

    private static String version(String text) {
        Matcher version = text == null || text.length() > 16 ? null : VERSION.matcher(text.strip());
        return version != null && version.matches() ? version.group(1) : null;
    }

    private static JsonNode number(JsonNode value) {
        if (value == null || value.isContainerNode()) {
            return null;
        }
        if (value.isTextual()) {
            String text = value.textValue().strip();
            return NUMBER.matcher(text).matches() ? inRange(NODES.numberNode(Double.parseDouble(text))) : null;
        }
        return value.isNumber() ? inRange(value) : null;
    }

    private static JsonNode inRange(JsonNode number) {
        if (number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue())) {
            return null;
        }
        BigDecimal value = number.decimalValue();
        return value.signum() >= 0 && value.compareTo(HIGHEST) <= 0 ? number : null;
    }

    private static Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("cvssV40Score", "4.0");
        named.put("cvssV4Score", "4.0");
        named.put("cvssV31Score", "3.1");
        named.put("cvssV30Score", "3.0");
        named.put("cvssV3Score", "3");
        named.put("cvssV3", "3");
        named.put("cvssV20Score", "2.0");
        named.put("cvssV2Score", "2.0");
        named.put("cvssV2", "2.0");
        return named;
    }
}
