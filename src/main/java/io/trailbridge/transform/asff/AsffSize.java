package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.JsonSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps a finding within a size by shrinking the largest of the three fields that may be large: {@code ProductFields}
 * loses its longest texts, {@code Vulnerabilities} and {@code Resources} lose their last elements. The first resource
 * stays.
 */
final class AsffSize {
    /** Space reserved for naming what was cut. */
    private static final int NAMES = 3 * ProductFields.MAX_TEXT;

    private final ObjectNode finding;
    private final List<String> cuts;
    private final Map<String, Integer> dropped = new TreeMap<>();
    private long excess;

    private AsffSize(ObjectNode finding, List<String> cuts) {
        this.finding = finding;
        this.cuts = cuts;
    }

    static void limit(ObjectNode finding, int bytes, List<String> cuts) {
        long size = JsonSize.of(finding);
        if (size > bytes - NAMES) {
            AsffSize limit = new AsffSize(finding, cuts);
            limit.excess = size - (bytes - NAMES);
            limit.shrink();
            limit.dropped.forEach((name, count) -> cuts.add(name + ": " + count + " elements"));
        }
    }

    /** Names in the finding what was cut, in addition to what its mapping has named. */
    static void name(ObjectNode finding, List<String> cuts) {
        if (cuts.isEmpty()) {
            return;
        }
        ObjectNode fields = ownFields(finding);
        JsonNode earlier = fields.remove(ProductFields.CUT);
        while (fields.size()
                >= AsffField.FINDING.children().get("ProductFields").limits().get(0)) {
            String last =
                    new ArrayList<>(fields.properties()).get(fields.size() - 1).getKey();
            fields.remove(last);
            cuts.add("ProductFields." + last);
        }
        String all = (earlier == null ? "" : earlier.asText() + "; ") + String.join("; ", cuts);
        fields.put(ProductFields.CUT, ProductFields.marked(all, ProductFields.MAX_TEXT));
    }

    /** Replaces the field with a copy and returns it: the original may be shared with the mapping. */
    private static ObjectNode ownFields(ObjectNode finding) {
        JsonNode shared = finding.path("ProductFields");
        ObjectNode own = finding.putObject("ProductFields");
        shared.properties().forEach(field -> own.set(field.getKey(), field.getValue()));
        return own;
    }

    private static ArrayNode ownList(ObjectNode finding, String name) {
        JsonNode shared = finding.get(name);
        ArrayNode own = finding.putArray(name);
        shared.forEach(own::add);
        return own;
    }

    private void shrink() {
        while (excess > 0) {
            String largest = null;
            long size = 0;
            for (String name : List.of("ProductFields", "Vulnerabilities", "Resources")) {
                JsonNode value = finding.path(name);
                boolean divisible = value.size() > (name.equals("Resources") ? 1 : 0);
                if (divisible && JsonSize.of(value) > size) {
                    largest = name;
                    size = JsonSize.of(value);
                }
            }
            if (largest == null) {
                return;
            }
            // At most half of it; then the field that is the largest by then is next.
            long wanted = Math.min(excess, size / 2 + 1);
            if (largest.equals("ProductFields")) {
                dropTexts(ownFields(finding), wanted);
            } else {
                dropLast(largest, ownList(finding, largest), wanted);
            }
            if (finding.get(largest).isEmpty()) {
                finding.remove(largest);
            }
        }
    }

    private void dropTexts(ObjectNode fields, long wanted) {
        List<Map.Entry<String, JsonNode>> order = new ArrayList<>(fields.properties());
        order.sort(Comparator.comparingLong(
                        (Map.Entry<String, JsonNode> field) -> JsonSize.ofField(field.getKey(), field.getValue()))
                .reversed());
        long freed = 0;
        for (Map.Entry<String, JsonNode> field : order) {
            if (freed >= wanted) {
                break;
            }
            if (!field.getKey().equals(ProductFields.CUT) || fields.size() == 1) {
                freed += JsonSize.ofField(field.getKey(), field.getValue());
                fields.remove(field.getKey());
                cuts.add("ProductFields." + field.getKey() + ": "
                        + field.getValue().asText().length() + " chars");
            }
        }
        excess -= freed;
    }

    private void dropLast(String name, ArrayNode list, long wanted) {
        long freed = 0;
        int before = list.size();
        int least = name.equals("Resources") ? 1 : 0;
        while (freed < wanted && list.size() > least) {
            freed += JsonSize.of(list.remove(list.size() - 1)) + 1;
        }
        excess -= freed;
        dropped.merge(name, before - list.size(), Integer::sum);
    }
}
