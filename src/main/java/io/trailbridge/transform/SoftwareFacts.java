package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The software that has a vulnerability, and whether there is a fix. The scan of an image has it as a block, the scan
 * of a server as some fields among others. Facts that only one scanner reports may be under the scanner's name.
 */
final class SoftwareFacts {
    private static final String[] FIX_WORDS = {"fixStatus", "fixState"};
    private static final String[] FIXABLE = {"patchable", "isPatchable", "isFixAvailable"};
    private static final String[] FIXED = {"fixedVersion", "fixedInVersion", "recommendedVersion"};
    private static final String[] VERSIONS = {
        "softwareVersion", "packageVersion", "installedVersion", "detectedSoftwareVersions", "detectedVersions"
    };

    /** The largest number of packages that a finding of Security Hub accepts. */
    private static final int MOST_VERSIONS = 100;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SourceFacts flat;
    private final List<SourceFacts> blocks;
    private final SourceFacts details;
    private final ArrayNode packages;

    /**
     * @param facts the fields beside all other facts
     * @param details the details of the vulnerability
     */
    SoftwareFacts(SourceFacts facts, SourceFacts details) {
        this.flat = facts.orElse(facts.within("scannersDetails").parts());
        this.blocks = flat.within("softwareDetails").each();
        this.details = details;
        this.packages = NODES.arrayNode();
        for (SourceFacts block : blocks.isEmpty() ? List.of(SourceFacts.NONE) : blocks) {
            read(block);
        }
    }

    /**
     * Returns {@code {"name", "version", "vendor", "fixedVersion", "category", "cpe"}} for each package, as far as
     * known.
     */
    ArrayNode packages() {
        return packages;
    }

    /** Returns copies of the packages with this fixed version, for a CVE that is fixed in another version. */
    static ArrayNode fixedIn(ArrayNode packages, String version) {
        ArrayNode own = NODES.arrayNode(packages.size());
        packages.forEach(one ->
                own.add(NODES.objectNode().<ObjectNode>setAll((ObjectNode) one).put("fixedVersion", version)));
        return own;
    }

    /** Returns the version that has the fix, null if there is none. */
    static String fixedVersion(SourceFacts facts) {
        return facts.text(FIXED);
    }

    /** Returns whether a fix is available, null if the source does not say. */
    Boolean fixable() {
        Boolean given = fixable(flat.orElse(SourceFacts.all(blocks)).orElse(details));
        return given == null && isFixed(packages) ? Boolean.TRUE : given;
    }

    /**
     * Returns whether a fix is available. A boolean takes precedence over a word; the words are those of Defender's
     * scans.
     */
    static Boolean fixable(SourceFacts facts) {
        Boolean flag = facts.flag(FIXABLE);
        String word = flag == null ? facts.text(FIX_WORDS) : null;
        return word == null
                ? flag
                : switch (MappingFunctions.wordKey(NODES.textNode(word)).textValue()) {
                    case "fixavailable", "fixed" -> Boolean.TRUE;
                    case "nofix", "notfixed", "nofixavailable", "wontfix", "willnotfix" -> Boolean.FALSE;
                    default -> null;
                };
    }

    /** Returns whether there are packages and each has a fixed version: naming one implies that there is a fix. */
    static boolean isFixed(ArrayNode packages) {
        boolean fixed = !packages.isEmpty();
        for (JsonNode one : packages) {
            fixed &= one.has("fixedVersion");
        }
        return fixed;
    }

    private void read(SourceFacts block) {
        // With several blocks, fields beside them may be about any of the blocks.
        boolean several = blocks.size() > 1;
        SourceFacts beside = several ? SourceFacts.NONE : flat;
        SourceFacts about = several ? SourceFacts.NONE : details;
        String name = first(
                block.text("packageName", "softwareName", "productName", "name"),
                beside.text("softwareName", "packageName", "productName"));
        ObjectNode one = NODES.objectNode();
        put(one, "name", name);
        put(one, "vendor", first(block.text("vendor", "softwareVendor"), beside.text("softwareVendor")));
        put(one, "fixedVersion", first(fixedVersion(block), first(beside.text(FIXED), about.text(FIXED))));
        put(one, "category", first(block.text("category", "packageType"), beside.text("packageType")));
        SourceFacts cpe = block.within("cpe").orElse(about.within("cpe")).orElse(beside.within("cpe"));
        put(one, "cpe", cpe.text("uri"));
        Set<String> versions = versions(block.get("version"), block.get(VERSIONS), beside.get(VERSIONS));
        if (versions.isEmpty()) {
            if (name != null || one.has("fixedVersion") && !blocks.isEmpty()) {
                packages.add(one);
            }
        } else {
            versions.forEach(version -> packages.add(one.deepCopy().put("version", version)));
        }
    }

    private static String first(String one, String other) {
        return one == null ? other : one;
    }

    private static void put(ObjectNode one, String name, String text) {
        if (text != null) {
            one.put(name, text);
        }
    }

    /** Returns the versions of the first candidate that has any. */
    private static Set<String> versions(JsonNode... candidates) {
        Set<String> versions = new LinkedHashSet<>();
        for (int i = 0; i < candidates.length && versions.isEmpty(); i++) {
            for (JsonNode element : SourceFacts.elements(candidates[i])) {
                String version =
                        element.isContainerNode() ? "" : element.asText().strip();
                if (!Texts.isBlankOrPlaceholder(version) && versions.size() < MOST_VERSIONS) {
                    versions.add(version);
                }
            }
        }
        return versions;
    }
}
