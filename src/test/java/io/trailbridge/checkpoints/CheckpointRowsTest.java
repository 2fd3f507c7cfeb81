package io.trailbridge.checkpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.eventhubs.HubCheckpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CheckpointRowsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:30:00.123Z");

    @Test
    void aCheckpointIsWrittenWithAllThatIsKnownOfIt() {
        Checkpoint checkpoint = new HubCheckpoint(NOW.minusSeconds(60), null)
                .setFullyQualifiedNamespace("ns")
                .setEventHubName("hub")
                .setConsumerGroup("group")
                .setPartitionId("3")
                .setSequenceNumber(7L)
                .setOffsetString("o7");
        Map<String, AttributeValue> row = CheckpointRows.row(checkpoint, NOW);
        assertEquals(
                Map.ofEntries(
                        Map.entry("pk", "S eventhub#ns#hub#group"),
                        Map.entry("sk", "S checkpoint#3"),
                        Map.entry("type", "S checkpoint"),
                        Map.entry("fully_qualified_namespace", "S ns"),
                        Map.entry("eventhub_name", "S hub"),
                        Map.entry("consumer_group", "S group"),
                        Map.entry("partition_id", "S 3"),
                        Map.entry("sequence_number", "N 7"),
                        Map.entry("offset", "S o7"),
                        Map.entry("hub_created_at", "S 2026-01-15T10:29:00.123Z"),
                        Map.entry("last_updated", "S 2026-01-15T10:30:00.123Z")),
                shown(row));

        Checkpoint read = CheckpointRows.checkpoint(row, "NS", "HUB", "GROUP");
        assertEquals("NS", read.getFullyQualifiedNamespace());
        assertEquals("HUB", read.getEventHubName());
        assertEquals("GROUP", read.getConsumerGroup());
        assertEquals("3", read.getPartitionId());
        assertEquals(7L, read.getSequenceNumber());
        assertEquals("o7", read.getOffsetString());
        assertEquals(NOW.minusSeconds(60), HubCheckpoint.hubCreatedAt(read));
    }

    @Test
    void whatACheckpointDoesNotKnowIsLeftOut() {
        Checkpoint checkpoint = new Checkpoint()
                .setFullyQualifiedNamespace("ns")
                .setEventHubName("hub")
                .setConsumerGroup("group")
                .setPartitionId("3");
        Map<String, AttributeValue> row = CheckpointRows.row(checkpoint, NOW);
        assertFalse(row.containsKey("sequence_number"));
        assertFalse(row.containsKey("offset"));
        assertFalse(row.containsKey("hub_created_at"));
        Checkpoint read = CheckpointRows.checkpoint(row, "ns", "hub", "group");
        assertNull(read.getSequenceNumber());
        assertNull(read.getOffsetString());
        assertNull(HubCheckpoint.hubCreatedAt(read));
    }

    @Test
    void anOwnershipIsWrittenAndReadBack() {
        PartitionOwnership ownership = new PartitionOwnership()
                .setFullyQualifiedNamespace("ns")
                .setEventHubName("hub")
                .setConsumerGroup("group")
                .setPartitionId("3")
                .setOwnerId("me");
        Map<String, AttributeValue> row = CheckpointRows.row(ownership, "etag-1", NOW);
        assertEquals(
                Map.of(
                        "pk",
                        "S eventhub#ns#hub#group",
                        "sk",
                        "S ownership#3",
                        "type",
                        "S ownership",
                        "fully_qualified_namespace",
                        "S ns",
                        "eventhub_name",
                        "S hub",
                        "consumer_group",
                        "S group",
                        "partition_id",
                        "S 3",
                        "owner_id",
                        "S me",
                        "etag",
                        "S etag-1",
                        "last_modified_time",
                        "N " + NOW.toEpochMilli()),
                shown(row));

        PartitionOwnership read = CheckpointRows.ownership(row, "NS", "HUB", "GROUP");
        assertEquals("NS", read.getFullyQualifiedNamespace());
        assertEquals("HUB", read.getEventHubName());
        assertEquals("GROUP", read.getConsumerGroup());
        assertEquals("3", read.getPartitionId());
        assertEquals("me", read.getOwnerId());
        assertEquals("etag-1", read.getETag());
        assertEquals(NOW.toEpochMilli(), read.getLastModifiedTime());
    }

    @Test
    void aRowWithoutOwnerOrEtagHasPlaceholdersForThem() {
        PartitionOwnership read = CheckpointRows.ownership(
                Map.of("sk", AttributeValue.fromS("ownership#3"), "owner_id", AttributeValue.fromS("None")),
                "ns",
                "hub",
                "group");
        assertEquals("", read.getOwnerId());
        assertEquals("(none)", read.getETag());
        assertEquals(0, read.getLastModifiedTime());
    }

    @ParameterizedTest
    @CsvSource({
        "1768473000123, 1768473000123",
        "1768473000, 1768473000000",
        "1768473000.5, 1768473000500",
        "100000000000, 100000000000",
        "99999999999, 99999999999000",
        "2026-01-15T10:30:00.123Z, 1768473000123",
        "yesterday, 0"
    })
    void aTimeIsReadInAnyOfItsForms(String text, long millis) {
        assertEquals(millis, lastModified(AttributeValue.fromS(text)));
    }

    @Test
    void aTimeMayBeANumber() {
        assertEquals(1768473000123L, lastModified(AttributeValue.fromN("1768473000123")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "null"})
    void aPlaceholderIsNoValue(String text) {
        assertNull(CheckpointRows.string(AttributeValue.fromS(text)));
        assertNull(CheckpointRows.whole(AttributeValue.fromS(text)));
    }

    @Test
    void aNumberMayBeATextAndTheOtherWayRound() {
        assertEquals(12L, CheckpointRows.whole(AttributeValue.fromS(" 12.0 ")));
        assertEquals("12", CheckpointRows.string(AttributeValue.fromN("12")));
        assertNull(CheckpointRows.whole(AttributeValue.fromS("twelve")));
        assertNull(CheckpointRows.string(AttributeValue.fromBool(true)));
        assertNull(CheckpointRows.string(null));
    }

    private static long lastModified(AttributeValue time) {
        Map<String, AttributeValue> row = new HashMap<>();
        row.put("sk", AttributeValue.fromS("ownership#0"));
        row.put("last_modified_time", time);
        return CheckpointRows.ownership(row, "ns", "hub", "group").getLastModifiedTime();
    }

    private static Map<String, String> shown(Map<String, AttributeValue> row) {
        return row.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().s() != null
                                ? "S " + entry.getValue().s()
                                : "N " + entry.getValue().n()));
    }
}
