package io.trailbridge.checkpoints;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.eventhubs.HubCheckpoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The rows of the checkpoint table. Writing is exact. Reading is tolerant, because Trailbridge continues from rows of
 * the system that it replaces: attributes may be missing, or be numbers where a string is expected and vice versa.
 */
final class CheckpointRows {
    static final String PK = "pk";
    static final String SK = "sk";
    static final String OWNERSHIP = "ownership";
    static final String SEQUENCE_NUMBER = "sequence_number";
    static final String OFFSET = "offset";
    static final String ETAG = "etag";
    static final String TTL = "ttl";
    /** Missing in rows of the replaced system. */
    static final String HUB_CREATED_AT = "hub_created_at";

    static final String LAST_UPDATED = "last_updated";
    /** Placeholder for the etag of a row that has none: the SDK's balancer fails as a whole on a row without one. */
    static final String NO_ETAG = "(none)";

    /** A smaller number is a time in seconds: as milliseconds it would be before March 1973. */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    private CheckpointRows() {}

    static Map<String, AttributeValue> key(String namespace, String hub, String group, String type, String partition) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put(PK, text(HubCheckpoint.partitionKey(namespace, hub, group)));
        key.put(SK, text(type + "#" + partition));
        return key;
    }

    static Map<String, AttributeValue> row(Checkpoint checkpoint, Instant now) {
        Map<String, AttributeValue> row = row(
                checkpoint.getFullyQualifiedNamespace(),
                checkpoint.getEventHubName(),
                checkpoint.getConsumerGroup(),
                HubCheckpoint.KIND,
                checkpoint.getPartitionId());
        if (checkpoint.getSequenceNumber() != null) {
            row.put(SEQUENCE_NUMBER, number(checkpoint.getSequenceNumber()));
        }
        String offset = HubCheckpoint.offset(checkpoint);
        if (offset != null) {
            row.put(OFFSET, text(offset));
        }
        if (HubCheckpoint.hubCreatedAt(checkpoint) != null) {
            row.put(HUB_CREATED_AT, text(HubCheckpoint.hubCreatedAt(checkpoint).toString()));
        }
        row.put(LAST_UPDATED, text(now.toString()));
        return row;
    }

    static Map<String, AttributeValue> row(PartitionOwnership ownership, String etag, Instant now) {
        Map<String, AttributeValue> row = row(
                ownership.getFullyQualifiedNamespace(),
                ownership.getEventHubName(),
                ownership.getConsumerGroup(),
                OWNERSHIP,
                ownership.getPartitionId());
        row.put("owner_id", text(ownership.getOwnerId()));
        row.put(ETAG, text(etag));
        row.put("last_modified_time", number(now.toEpochMilli()));
        return row;
    }

    private static Map<String, AttributeValue> row(
            String namespace, String hub, String group, String type, String partition) {
        Map<String, AttributeValue> row = key(namespace, hub, group, type, partition);
        row.put("type", text(type));
        row.put("fully_qualified_namespace", text(namespace));
        row.put("eventhub_name", text(hub));
        row.put("consumer_group", text(group));
        row.put("partition_id", text(partition));
        return row;
    }

    /** Uses the names that were asked for: the SDK compares them with its own, case-sensitively. */
    static Checkpoint checkpoint(Map<String, AttributeValue> row, String namespace, String hub, String group) {
        return new HubCheckpoint(instant(row.get(HUB_CREATED_AT)), instant(row.get(LAST_UPDATED)))
                .setFullyQualifiedNamespace(namespace)
                .setEventHubName(hub)
                .setConsumerGroup(group)
                .setPartitionId(partition(row))
                .setSequenceNumber(whole(row.get(SEQUENCE_NUMBER)))
                .setOffsetString(string(row.get(OFFSET)));
    }

    static PartitionOwnership ownership(Map<String, AttributeValue> row, String namespace, String hub, String group) {
        String owner = string(row.get("owner_id"));
        String etag = string(row.get(ETAG));
        return new PartitionOwnership()
                .setFullyQualifiedNamespace(namespace)
                .setEventHubName(hub)
                .setConsumerGroup(group)
                .setPartitionId(partition(row))
                .setOwnerId(owner == null ? "" : owner)
                .setETag(etag == null ? NO_ETAG : etag)
                .setLastModifiedTime(millis(row.get("last_modified_time")));
    }

    /**
     * Returns a number or string as a string; {@code null} when it is missing, empty, a placeholder or of another type.
     */
    static String string(AttributeValue value) {
        if (value == null) {
            return null;
        }
        String text = value.s() != null ? value.s() : value.n();
        return text == null || text.isEmpty() || text.equals("None") || text.equals("null") ? null : text;
    }

    /** Returns a number or string as an integer; {@code null} when it is not a number. */
    static Long whole(AttributeValue value) {
        BigDecimal number = decimal(string(value));
        return number == null ? null : number.longValue();
    }

    private static BigDecimal decimal(String text) {
        try {
            return text == null ? null : new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns a time in any of the forms of {@link #millis}; {@code null} when it is not a time. */
    private static Instant instant(AttributeValue value) {
        long millis = millis(value);
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /**
     * Reads milliseconds, seconds with or without a fraction, or an ISO time; otherwise returns 0, which is long
     * expired.
     */
    private static long millis(AttributeValue value) {
        String text = string(value);
        BigDecimal number = decimal(text);
        if (number != null) {
            return number.longValue() >= SMALLEST_MILLIS
                    ? number.longValue()
                    : number.movePointRight(3).longValue();
        }
        try {
            return text == null ? 0 : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static String partition(Map<String, AttributeValue> row) {
        String key = row.get(SK).s();
        return key.substring(key.indexOf('#') + 1);
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
