package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.encoding.Digests;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.json.CompactJson;
import io.trailbridge.transform.json.DeterministicId;
import io.trailbridge.transform.json.JsonSize;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The requirements of one OCSF version on a finding, and what every finding is given regardless of its kind: the
 * captions of its numbers and its processing time. Mappings see {@code $payload} with {@code uid}, a UUID derived from
 * the event's SHA-256, {@code now}, and, unless switched off, {@code raw}: the attributes {@code raw_data},
 * {@code raw_data_size} (bytes) and {@code raw_data_hash}.
 */
final class OcsfRules implements EventMapper.Rules {
    /** The {@code fingerprint.algorithm_id} of SHA-256. */
    private static final int SHA_256 = 3;

    private final OcsfFields fields;
    private final boolean rawData;
    private final long mostBytes;
    private final Clock clock;

    OcsfRules(OcsfFields fields, boolean rawData, long mostBytes, Clock clock) {
        this.fields = fields;
        this.rawData = rawData;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public List<Function> functions() {
        return OcsfFunctions.ALL;
    }

    @Override
    public Map<String, JsonNode> variables(JsonNode event) {
        String text = CompactJson.of(event);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String hash = Digests.sha256Hex(bytes);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("uid", DeterministicId.of("payload", List.of(hash)).toString());
        payload.put("now", clock.millis());
        if (rawData) {
            ObjectNode raw = payload.putObject("raw").put("raw_data", text).put("raw_data_size", bytes.length);
            raw.putObject("raw_data_hash").put("algorithm_id", SHA_256).put("value", hash);
        }
        return Map.of("payload", payload);
    }

    /** Returns whether the finding fits its target: OCSF does not limit a finding's size, but its target may. */
    @Override
    public boolean fits(JsonNode document) {
        return JsonSize.isWithin(document, mostBytes);
    }

    @Override
    public ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits) {
        ObjectNode finding = new OcsfPostProcessor(fields, kind, mapping).finish(document);
        if (JsonSize.isWithin(finding, mostBytes)) {
            return finding;
        }
        leaveOutRawData(finding);
        if (!JsonSize.isWithin(finding, mostBytes)) {
            throw new MappingException(
                    kind,
                    mapping,
                    "$",
                    "the finding has " + JsonSize.of(finding) + " bytes, more than the " + mostBytes
                            + " that its target accepts");
        }
        return finding;
    }

    /** Removes the raw data from the finding; its size and hash stay. */
    private static void leaveOutRawData(ObjectNode finding) {
        JsonNode raw = finding.remove("raw_data");
        if (raw == null) {
            return;
        }
        ObjectNode unmapped = JsonNodeFactory.instance.objectNode();
        if (finding.get("unmapped") instanceof ObjectNode mapped) {
            unmapped.setAll(mapped);
        }
        ArrayNode truncated = JsonNodeFactory.instance.arrayNode();
        unmapped.path("truncated").forEach(truncated::add);
        truncated
                .addObject()
                .put("attribute", "raw_data")
                .put("chars", raw.asText().length());
        unmapped.set("truncated", truncated);
        finding.set("unmapped", unmapped);
    }
}
