package io.trailbridge.flowlogs;

import io.trailbridge.encoding.Digests;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.storage.BlobState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The progress of blobs in the checkpoint table: {@code pk = flowlog#<account>}, {@code sk = blob#<container>/<path>}
 * (with a digest of the name if that is too long for a key).
 *
 * <p>Guarantees. Only the holder of a blob's lease writes its progress, and progress never moves backwards: positions
 * are compared within their generation. A lease that is not renewed expires, so that a killed instance does not block
 * the blob for long. The waiting instance detects this with a {@link LeaseWatch}, so that clocks of different instances
 * are never compared. The client may repeat each call without harm. Calls block; thread-safe.
 */
final class ProgressTable {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    /** Maximum length of a DynamoDB sort key, in bytes. */
    private static final int MAX_KEY = 1024;

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;
    private final Clock clock;

    /**
     * The result of requesting a lease.
     *
     * @param progress null when another reading holds the lease
     * @param holder that other holder; null when there is none
     */
    record Claim(BlobProgress progress, LeaseHolder holder) {}

    /**
     * @param retention how long a row is kept after its last write
     */
    ProgressTable(DynamoDbClient client, String table, Duration retention, Clock clock) {
        this.client = client;
        this.table = table;
        this.retention = retention;
        this.clock = clock;
    }

    /** Returns the table's name in log and health. */
    String name() {
        return "table " + table;
    }

    BlobProgress read(BlobReference blob) {
        return progress(client.getItem(get -> get.tableName(table)
                        .key(key(blob))
                        .consistentRead(true)
                        .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT)))
                .item());
    }

    /** Returns whether anything of the account was ever read, as far as rows are still kept. */
    boolean hasProgress(String account) {
        return client
                .queryPaginator(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .filterExpression("attribute_exists(#position)")
                        .projectionExpression("pk")
                        .expressionAttributeNames(Map.of("#position", "position"))
                        .expressionAttributeValues(Map.of(":pk", text(partition(account))))
                        .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT)))
                .stream()
                .anyMatch(page -> page.count() > 0);
    }

    /**
     * Takes or renews the lease.
     *
     * @param expired the holder that may lose it; null when none may
     */
    Claim claim(BlobReference blob, String owner, Duration lease, LeaseHolder expired) {
        Instant now = clock.instant();
        Update update = update(blob, now)
                .set("lease_owner", text(owner))
                .set("lease_until", number(now.plus(lease).toEpochMilli()))
                .set("lease_millis", number(lease.toMillis()))
                .set("type", text("flowlog"))
                .set("blob_name", text(blob.name()));
        String free = "attribute_not_exists(#lease_owner) OR #lease_owner = :lease_owner";
        try {
            Map<String, AttributeValue> row = expired == null
                    ? update.run(free, Map.of())
                    : update.run(
                            free + " OR (#lease_owner = :expired_owner AND #lease_until = :expired_until)",
                            Map.of(":expired_owner", text(expired.owner()), ":expired_until", number(expired.until())));
            return new Claim(progress(row), null);
        } catch (ConditionalCheckFailedException held) {
            return new Claim(null, holder(held.item(), lease));
        }
    }

    /**
     * Returns the holder in a row. An earlier version of this program did not write how long its leases last; they
     * count as long as this one's.
     */
    private static LeaseHolder holder(Map<String, AttributeValue> row, Duration lease) {
        return new LeaseHolder(
                string(row, "lease_owner"),
                whole(row, "lease_until"),
                row.containsKey("lease_millis") ? Duration.ofMillis(whole(row, "lease_millis")) : lease);
    }

    /**
     * Writes how far the blob has been read.
     *
     * @param state the state of the blob that was read to its end, when the lease is released; null for progress in
     *     between
     * @return false when another reading holds the lease: nothing was written
     */
    boolean write(BlobReference blob, String owner, BlobProgress progress, BlobState state, boolean release) {
        BlobPosition mark = progress.mark();
        Update update = update(blob, clock.instant())
                .set("generation", number(progress.generation()))
                .set("position", number(mark.position()))
                .set("tuples", number(mark.tuples()))
                .set("anchor", text(mark.anchor()))
                .set("etag", progress.etag() == null ? null : text(progress.etag()))
                .set("sequencer", progress.sequencer() == null ? null : text(progress.sequencer()));
        if (state != null) {
            update.set("length", number(state.length()))
                    .set(
                            "created",
                            state.created() == null
                                    ? null
                                    : text(state.created().toString()));
        }
        if (release) {
            update.set("lease_owner", null).set("lease_until", null).set("lease_millis", null);
        }
        try {
            update.run(
                    "#lease_owner = :owner AND (attribute_not_exists(#position) OR #generation < :generation"
                            + " OR (#generation = :generation AND (#position < :position"
                            + " OR (#position = :position AND #tuples <= :tuples))))",
                    Map.of(":owner", text(owner)));
            return true;
        } catch (ConditionalCheckFailedException refused) {
            // The client repeats a call whose answer was lost: then the row already has the wanted values.
            return release
                    && !refused.item().containsKey("lease_owner")
                    && progress(refused.item()).equals(progress);
        }
    }

    /** Releases the lease; the progress stays unchanged. */
    void release(BlobReference blob, String owner) {
        try {
            update(blob, clock.instant())
                    .set("lease_owner", null)
                    .set("lease_until", null)
                    .set("lease_millis", null)
                    .run("#lease_owner = :owner", Map.of(":owner", text(owner)));
        } catch (ConditionalCheckFailedException lost) {
            // The lease is held by another reading by now, or was released by a call whose answer was lost.
        }
    }

    private Update update(BlobReference blob, Instant now) {
        return new Update(key(blob))
                .set("last_updated", text(now.toString()))
                .set("ttl", number(now.plus(retention).getEpochSecond()));
    }

    private static BlobProgress progress(Map<String, AttributeValue> row) {
        if (row == null || !row.containsKey("position")) {
            return BlobProgress.NONE;
        }
        BlobPosition mark = new BlobPosition(whole(row, "position"), (int) whole(row, "tuples"), string(row, "anchor"));
        return new BlobProgress(whole(row, "generation"), mark, string(row, "etag"), string(row, "sequencer"));
    }

    static Map<String, AttributeValue> key(BlobReference blob) {
        String name = blob.container() + "/" + blob.path();
        String key = "blob#" + name;
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY) {
            key = "blob#sha256:" + Digests.sha256Hex(name);
        }
        return Map.of("pk", text(partition(blob.account())), "sk", text(key));
    }

    private static String partition(String account) {
        return "flowlog#" + account;
    }

    private static String string(Map<String, AttributeValue> row, String name) {
        return Optional.ofNullable(row.get(name)).map(AttributeValue::s).orElse(null);
    }

    private static long whole(Map<String, AttributeValue> row, String name) {
        return Optional.ofNullable(row.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** An update of some attributes of one row. */
    private final class Update {
        private final Map<String, AttributeValue> key;
        private final StringBuilder sets = new StringBuilder();
        private final StringBuilder removes = new StringBuilder();
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        Update(Map<String, AttributeValue> key) {
            this.key = key;
        }

        /** Sets an attribute; null removes it. */
        Update set(String attribute, AttributeValue value) {
            names.put("#" + attribute, attribute);
            if (value == null) {
                removes.append(removes.isEmpty() ? " REMOVE #" : ", #").append(attribute);
            } else {
                sets.append(sets.isEmpty() ? "SET #" : ", #")
                        .append(attribute)
                        .append(" = :")
                        .append(attribute);
                values.put(":" + attribute, value);
            }
            return this;
        }

        /** Runs the update; returns the updated row. */
        Map<String, AttributeValue> run(String condition, Map<String, AttributeValue> more) {
            names.put("#lease_owner", "lease_owner");
            values.putAll(more);
            return client.updateItem(UpdateItemRequest.builder()
                            .tableName(table)
                            .key(key)
                            .updateExpression(sets.append(removes).toString())
                            .conditionExpression(condition)
                            .expressionAttributeNames(names)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                            .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT))
                            .build())
                    .attributes();
        }
    }
}
