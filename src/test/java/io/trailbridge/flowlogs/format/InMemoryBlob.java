package io.trailbridge.flowlogs.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads a flow log that is a string, and keeps the result. */
final class InMemoryBlob implements FlowLogReader.Output {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T10:00:00Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> rows = new ArrayList<>();
    final List<Reject> rejects = new ArrayList<>();
    long fetched;
    int block = 4096;
    String version = OcsfMapper.VERSION;
    boolean rawData = true;
    BlobPosition mark = BlobPosition.START;

    /** Reads on from where the last reading ended. */
    InMemoryBlob read(String text) throws Exception {
        byte[] blob = text.getBytes(StandardCharsets.UTF_8);
        FlowLogReader reader = new FlowLogReader(
                (position, into, offset, length) -> {
                    System.arraycopy(blob, (int) position, into, offset, length);
                    fetched += length;
                },
                blob.length,
                block,
                new FlowRows(version, rawData, CLOCK));
        assertTrue(reader.resume(mark), "it was replaced");
        reader.read(this);
        mark = reader.mark();
        return this;
    }

    List<String> tuples() {
        return rows.stream().map(row -> row.get("raw_data").asText()).toList();
    }

    @Override
    public void row(String json) {
        try {
            rows.add(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a row is not JSON: " + json, e);
        }
    }

    @Override
    public void reject(Reject reject) {
        rejects.add(reject);
    }
}
