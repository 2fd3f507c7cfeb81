package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.transform.CompactJson;
import io.trailbridge.transform.DeterministicId;
import io.trailbridge.transform.Digests;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What one version of OCSF demands of a finding, and what every finding is given whatever its kind: the captions of
 * its numbers and the time of its making. Mappings see {@code $payload}: {@code uid}, a UUID made of the event's
 * SHA-256, {@code now}, and, unless switched off, {@code raw}: the attributes {@code raw_data}, {@code raw_data_size}
 * (bytes) and {@code raw_data_hash}.
 */
final class OcsfRules implements EventMapper.Rules {
    /** {@code fingerprint.algorithm_id} of SHA-256. */
    private static final int SHA_256 = 3;

    private final OcsfFields fields;
    private final boolean rawData;
    private final Clock clock;

    OcsfRules(OcsfFields fields, boolean rawData, Clock clock) {
        this.fields = fields;
        this.rawData = rawData;
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
        String hash = HexFormat.of().formatHex(Digests.sha256().digest(bytes));
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("uid", DeterministicId.of("payload", List.of(hash)).toString());
        payload.put("now", clock.millis());
        if (rawData) {
            ObjectNode raw = payload.putObject("raw").put("raw_data", text).put("raw_data_size", bytes.length);
            raw.putObject("raw_data_hash").put("algorithm_id", SHA_256).put("value", hash);
        }
        return Map.of("payload", payload);
    }

    /** OCSF sets no limit to a finding's size. */
    @Override
    public boolean fits(JsonNode document) {
        return true;
    }

    @Override
    public ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits) {
        return new OcsfFinish(fields, kind, mapping).finish(document);
    }
}
