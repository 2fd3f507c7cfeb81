package io.trailbridge.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EnvelopeWriterTest {
    private static final EventMetadata NOWHERE =
            new EventMetadata("hub", "group", null, null, null, null, null, null, null);
    private static final String REST = ",\"event_metadata\":{\"sequence_number\":null,\"offset\":null,"
            + "\"enqueued_time\":null,\"partition_id\":null,\"partition_key\":null,\"properties\":{},"
            + "\"system_properties\":{}},\"processing_metadata\":{\"processed_timestamp\":\"1970-01-01T00:00:00.000Z\","
            + "\"processor_version\":\"1\",\"source\":\"azure-eventhub\",\"eventhub_name\":\"hub\","
            + "\"consumer_group\":\"group\"}}";

    private final EnvelopeWriter writer = new EnvelopeWriter("1", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void theEventStandsBesideItsMetadataInEachForm() {
        assertEquals("{\"event_data\":[1]" + REST, written(" [1]\n".getBytes(UTF_8)));
        assertEquals("{\"event_data\":{\"raw_data\":\"x\"}" + REST, written("x".getBytes(UTF_8)));
        assertEquals(
                "{\"event_data\":{\"raw_data\":\"[1]\"}" + REST,
                writer.writeRaw(EventText.of("[1]".getBytes(UTF_8)), NOWHERE).text());
        assertEquals("{\"event_data\":{\"raw_data_base64\":\"/w==\"}" + REST, written(new byte[] {(byte) 0xFF}));
    }

    private String written(byte[] event) {
        return writer.write(EventText.of(event), NOWHERE).text();
    }
}
