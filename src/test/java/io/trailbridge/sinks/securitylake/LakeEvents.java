package io.trailbridge.sinks.securitylake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** OCSF events to store: the project's own samples as they are mapped, and generated flows. */
final class LakeEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);

    private LakeEvents() {}

    /** Every event of every sample that has a form in OCSF. */
    static List<String> samples(String version) {
        OcsfMapper mapper = new OcsfMapper(version, true, null);
        List<String> events = new ArrayList<>();
        for (Sample sample : SampleEvents.all()) {
            for (MappedEvent event : mapper.toOcsf(json(new String(sample.bytes(), UTF_8)), ORIGIN)) {
                if (!event.failed()) {
                    events.add(event.json());
                }
            }
        }
        return events;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A flow of this subscription at this time. */
    static String flow(String subscription, long time, int number) {
        return """
                {"activity_id":6,"category_uid":4,"class_uid":4001,"type_uid":400106,"severity_id":1,"time":%d,\
                "metadata":{"version":"1.3.0","uid":"flow-%06d","profiles":["cloud"],\
                "product":{"name":"Network Watcher","vendor_name":"Microsoft"}},\
                "cloud":{"provider":"Azure","account":{"uid":"%s","type_id":99}},\
                "src_endpoint":{"ip":"10.0.%d.%d","port":%d},"dst_endpoint":{"ip":"203.0.113.7","port":443},\
                "connection_info":{"direction_id":2,"protocol_num":6,"protocol_name":"tcp"},\
                "traffic":{"bytes_out":%d,"packets_out":3},"unmapped":{"flow_encryption":"NX"}}""".formatted(
                time, number, subscription, number / 250 % 250, number % 250, 1024 + number % 60_000, number * 7L);
    }
}
