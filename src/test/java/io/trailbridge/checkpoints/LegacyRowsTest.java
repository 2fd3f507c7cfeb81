package io.trailbridge.checkpoints;

import static io.trailbridge.checkpoints.CheckpointRows.text;
import static io.trailbridge.checkpoints.CheckpointTableFixture.GROUP;
import static io.trailbridge.checkpoints.CheckpointTableFixture.HUB;
import static io.trailbridge.checkpoints.CheckpointTableFixture.NAMESPACE;
import static io.trailbridge.checkpoints.CheckpointTableFixture.checkpoint;
import static io.trailbridge.checkpoints.CheckpointTableFixture.claim;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows that another system wrote, complete or not, are read and continued. */
class LegacyRowsTest {
    private final CheckpointTableFixture table = new CheckpointTableFixture();

    @Test
    void aSequenceNumberThatIsATextIsComparedAsANumber() {
        table.legacy("checkpoint#0", Map.of("sequence_number", text("900"), "offset", text("67890")));
        assertEquals(900, read().getSequenceNumber());
        write(checkpoint("0", 899));
        assertEquals("900", table.row("checkpoint#0").get("sequence_number").s());
        write(checkpoint("0", 1001));
        assertEquals("1001", table.row("checkpoint#0").get("sequence_number").n());
        write(checkpoint("0", 1000));
        assertEquals(1001, read().getSequenceNumber());
    }

    @Test
    void anOffsetThatIsANumberIsReadAsAText() {
        table.legacy("checkpoint#0", Map.of("offset", AttributeValue.fromN("67890")));
        assertEquals("67890", read().getOffsetString());
        assertNull(read().getSequenceNumber());
    }

    @Test
    void aRowWithOnlyAnOffsetDoesNotGoBackwards() {
        table.legacy("checkpoint#0", Map.of("offset", AttributeValue.fromN("67890")));
        write(checkpoint("0", 10).setOffsetString("5000"));
        assertEquals("67890", read().getOffsetString());
        write(checkpoint("0", 11).setOffsetString("70000"));
        assertEquals("70000", read().getOffsetString());
        assertEquals(11, read().getSequenceNumber());
    }

    @Test
    void aRowWithOnlyASequenceNumberIsContinued() {
        table.legacy("checkpoint#0", Map.of("sequence_number", AttributeValue.fromN("7")));
        assertEquals(7, read().getSequenceNumber());
        assertNull(read().getOffsetString());
        write(checkpoint("0", 8));
        assertEquals("o8", read().getOffsetString());
    }

    @Test
    void aRowThatNamesNoPositionIsNone() {
        table.legacy("checkpoint#0", Map.of("sequence_number", AttributeValue.fromNul(true), "offset", text("None")));
        assertNull(read().getSequenceNumber());
        assertNull(read().getOffsetString());
        write(checkpoint("0", 0));
        assertEquals(0, read().getSequenceNumber());
    }

    @Test
    void ownershipWithoutItsAttributesReadsAsExpiredAndCanBeClaimed() {
        table.legacy("ownership#0", Map.of("owner_id", text("old")));
        PartitionOwnership row = ownership();
        assertNotNull(row.getETag());
        assertEquals(0, row.getLastModifiedTime());
        assertEquals(NAMESPACE, row.getFullyQualifiedNamespace());
        claims(row.getETag());
    }

    @Test
    void ownershipTimesMayBeSecondsFractionsOrTexts() {
        for (var time : List.of(
                AttributeValue.fromN("1700000000.25"), text("1700000000250"), text("2023-11-14T22:13:20.250Z"))) {
            table.legacy("ownership#0", Map.of("etag", text("e"), "last_modified_time", time));
            assertEquals(1_700_000_000_250L, ownership().getLastModifiedTime());
        }
        claims("e");
    }

    @Test
    void anEtagThatIsANumberCanBeClaimed() {
        table.legacy("ownership#0", Map.of("etag", AttributeValue.fromN("12")));
        claims(ownership().getETag());
    }

    private void claims(String etag) {
        assertEquals(
                1,
                table.store
                        .claimOwnership(List.of(claim("0", "me", etag)))
                        .collectList()
                        .block()
                        .size());
        assertEquals("me", ownership().getOwnerId());
    }

    private Checkpoint read() {
        return table.store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst();
    }

    private PartitionOwnership ownership() {
        return table.store.listOwnership(NAMESPACE, HUB, GROUP).blockFirst();
    }

    private void write(Checkpoint checkpoint) {
        table.store.updateCheckpoint(checkpoint).block();
    }
}
