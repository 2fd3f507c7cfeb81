package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Security Hub holds: the newest state of each finding. An import whose UpdatedAt is not after the one that is
 * held is ignored (user guide, "BatchImportFindings for finding providers"); the caller gets no error. Any thread may
 * use it.
 */
final class SecurityHubFindings {
    private final Map<String, JsonNode> newest = new LinkedHashMap<>();
    private final Map<String, List<String>> imports = new LinkedHashMap<>();
    private int count;
    private int ignored;

    synchronized void add(JsonNode finding) {
        String id = finding.get("Id").textValue();
        count++;
        imports.computeIfAbsent(id, key -> new ArrayList<>())
                .add(finding.get("UpdatedAt").textValue());
        JsonNode held = newest.get(id);
        if (held == null
                || updatedAt(finding).toInstant().isAfter(updatedAt(held).toInstant())) {
            newest.put(id, finding);
        } else {
            ignored++;
        }
    }

    private static OffsetDateTime updatedAt(JsonNode finding) {
        return OffsetDateTime.parse(finding.get("UpdatedAt").textValue());
    }

    synchronized Map<String, JsonNode> newest() {
        return new LinkedHashMap<>(newest);
    }

    synchronized List<String> imports(String id) {
        return List.copyOf(imports.getOrDefault(id, List.of()));
    }

    synchronized Map<String, Integer> times() {
        Map<String, Integer> times = new LinkedHashMap<>();
        imports.forEach((id, states) -> times.put(id, states.size()));
        return times;
    }

    synchronized int count() {
        return count;
    }

    synchronized int ignored() {
        return ignored;
    }

    synchronized void clear() {
        newest.clear();
        imports.clear();
        count = 0;
        ignored = 0;
    }
}
