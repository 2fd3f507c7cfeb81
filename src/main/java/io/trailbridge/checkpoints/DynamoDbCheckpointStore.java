package io.trailbridge.checkpoints;

import static io.trailbridge.checkpoints.CheckpointRows.ETAG;
import static io.trailbridge.checkpoints.CheckpointRows.HUB_CREATED_AT;
import static io.trailbridge.checkpoints.CheckpointRows.OFFSET;
import static io.trailbridge.checkpoints.CheckpointRows.OWNERSHIP;
import static io.trailbridge.checkpoints.CheckpointRows.SEQUENCE_NUMBER;
import static io.trailbridge.checkpoints.CheckpointRows.number;
import static io.trailbridge.checkpoints.CheckpointRows.text;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.eventhubs.Causes;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.eventhubs.PositionStore;
import io.trailbridge.fault.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Checkpoints and ownership in one DynamoDB table: {@code pk = eventhub#<namespace>#<hub>#<consumer group>},
 * {@code sk = checkpoint#<partition>} or {@code ownership#<partition>}, with the names as they are given to this class.
 *
 * <p>Guarantees. A checkpoint never moves backwards: a stale write completes normally and changes nothing, because the
 * row is already further. A checkpoint of another hub than that of the row is an error. Of several claims with the same
 * etag one wins; the losers are missing from the answer. Reads are strongly consistent and complete; a failed read is
 * an error, never an empty list. Every call ends within its time limit. Rows of the system that Trailbridge replaces
 * are read and continued.
 *
 * <p>Threads: any. Reads and claims run one after the other on one thread, which is the order that the SDK's balancer
 * was written for. Checkpoint writes run on four other threads. {@link #close} ends these threads, but does not close
 * the client.
 */
public final class DynamoDbCheckpointStore implements PositionStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbCheckpointStore.class);
    /** A row whose owner is gone is useful only until its ownership expires; DynamoDB removes it some days later. */
    private static final Duration OWNERSHIP_KEPT = Duration.ofDays(7);
    /** Shorter than the minute that the SDK waits for a list of ownership rows; it waits for claims without limit. */
    private static final Duration BALANCING_LIMIT = Duration.ofSeconds(50);
    /** After this many failures the store counts as down, and the other claims of the call are not tried. */
    private static final int MAX_FAILURES = 2;

    private final DynamoDbClient client;
    private final String table;
    private final Settings settings;
    private final Clock clock;
    private final Counter stale;
    private final Scheduler balancing = Schedulers.newBoundedElastic(1, 10_000, "checkpoint-store", 60, true);
    private final Scheduler writing = Schedulers.newBoundedElastic(4, 10_000, "checkpoint-write", 60, true);

    /**
     * @param callLimit      the longest time that one DynamoDB call may take, including its retries
     * @param checkpointKept when not {@code null}, checkpoint rows get a {@code ttl} this long after their last write:
     *                       a partition that is quiet for longer loses its position
     * @param pageSize       rows per page; 0 for the service's own limit (1 MB)
     */
    public record Settings(Duration callLimit, Duration checkpointKept, int pageSize) {
        /** Returns the defaults: 10 s per call, checkpoints are kept permanently. */
        public static Settings defaults() {
            return new Settings(Duration.ofSeconds(10), null, 0);
        }
    }

    public DynamoDbCheckpointStore(DynamoDbClient client, String table) {
        this(client, table, Settings.defaults(), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** Creates a store that counts refused stale writes in {@code trailbridge.checkpoints.stale}. */
    public DynamoDbCheckpointStore(
            DynamoDbClient client, String table, Settings settings, Clock clock, MeterRegistry meters) {
        this.client = client;
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        this.stale = Counter.builder("trailbridge.checkpoints.stale")
                .description("Checkpoint writes refused because the row was further already")
                .register(meters);
    }

    /** Creates the table (pk/sk, on demand, TTL on "ttl") unless it exists. Blocks until it can be used. */
    public void createTable() {
        new CheckpointTable(client, table).create();
    }

    /**
     * Checks that the table exists, has the right keys and can be read. Blocks.
     *
     * @throws IllegalStateException naming the table, the cause and the remedy
     */
    public void verify() {
        new CheckpointTable(client, table).verify();
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
        return list(namespace, hub, group, OWNERSHIP).map(row -> CheckpointRows.ownership(row, namespace, hub, group));
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
        return list(namespace, hub, group, HubCheckpoint.KIND)
                .map(row -> CheckpointRows.checkpoint(row, namespace, hub, group));
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
        // All claims are made before the first is passed on: the SDK's work on one must not delay the others.
        return call(balancing, BALANCING_LIMIT, () -> claim(requests)).flatMapIterable(won -> won);
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return call(writing, settings.callLimit().multipliedBy(3), () -> {
                    write(checkpoint);
                    return checkpoint;
                })
                .then();
    }

    @Override
    public Mono<Void> createCheckpoint(Checkpoint checkpoint) {
        return settle(checkpoint, new Condition("attribute_not_exists(pk)", Map.of()));
    }

    @Override
    public Mono<Void> replaceCheckpoint(Checkpoint old, Checkpoint checkpoint) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":hub", text(HubCheckpoint.hubCreatedAt(checkpoint).toString()));
        String other = "attribute_not_exists(" + HUB_CREATED_AT + ") OR " + HUB_CREATED_AT + " <> :hub";
        if (old.getSequenceNumber() != null) {
            values.put(":old", number(old.getSequenceNumber()));
            other += " OR " + SEQUENCE_NUMBER + " = :old";
        }
        return settle(checkpoint, new Condition(other, values));
    }

    @Override
    public void close() {
        balancing.dispose();
        writing.dispose();
    }

    private Mono<Void> settle(Checkpoint checkpoint, Condition condition) {
        return call(writing, settings.callLimit().multipliedBy(2), () -> {
                    try {
                        put(row(checkpoint), condition);
                    } catch (ConditionalCheckFailedException e) {
                        LOG.debug("position settled by another instance partition={}", checkpoint.getPartitionId());
                    }
                    return checkpoint;
                })
                .then();
    }

    private <T> Mono<T> call(Scheduler scheduler, Duration limit, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .timeout(
                        limit,
                        Mono.error(() -> new IllegalStateException(
                                "checkpoint table '" + table + "' gave no answer within " + limit.toSeconds() + " s")))
                .onErrorMap(
                        ResourceNotFoundException.class,
                        e -> new IllegalStateException(
                                "checkpoint table '" + table
                                        + "' does not exist: create it, or set trailbridge.checkpoint.createTable=true",
                                e));
    }

    private Flux<Map<String, AttributeValue>> list(String namespace, String hub, String group, String type) {
        return call(balancing, BALANCING_LIMIT, () -> {
                    var query = QueryRequest.builder()
                            .tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("pk = :pk AND begins_with(sk, :type)")
                            .expressionAttributeValues(Map.of(
                                    ":type",
                                    text(type + "#"),
                                    ":pk",
                                    text(HubCheckpoint.partitionKey(namespace, hub, group))))
                            .overrideConfiguration(this::withinTheLimit);
                    if (settings.pageSize() > 0) {
                        query.limit(settings.pageSize());
                    }
                    List<Map<String, AttributeValue>> rows = new ArrayList<>();
                    client.queryPaginator(query.build()).items().forEach(rows::add);
                    return rows;
                })
                .flatMapIterable(rows -> rows);
    }

    private List<PartitionOwnership> claim(List<PartitionOwnership> requests) {
        List<PartitionOwnership> won = new ArrayList<>();
        SdkException failure = null;
        int failures = 0;
        for (PartitionOwnership request : requests) {
            try {
                PartitionOwnership answer = claim(request);
                if (answer != null) {
                    won.add(answer);
                }
            } catch (ResourceNotFoundException e) {
                throw e;
            } catch (SdkException e) {
                LOG.warn(
                        "claim failed table={} partition={} cause={}", table, request.getPartitionId(), Causes.text(e));
                failure = e;
                if (++failures == MAX_FAILURES) {
                    break;
                }
            }
        }
        // The failure of one partition must not prevent the renewal of the others; a failure of all is one of the
        // store.
        if (failure != null && won.isEmpty()) {
            throw failure;
        }
        return won;
    }

    /** Claims one partition. Returns {@code null} when another instance won. */
    private PartitionOwnership claim(PartitionOwnership request) {
        Instant now = clock.instant();
        String etag = UUID.randomUUID().toString();
        Map<String, AttributeValue> row = CheckpointRows.row(request, etag, now);
        row.put(CheckpointRows.TTL, number(now.plus(OWNERSHIP_KEPT).getEpochSecond()));
        try {
            put(row, etagCondition(request.getETag()));
        } catch (ConditionalCheckFailedException e) {
            // The client repeats a call whose answer was lost: the row that is in the way may then be this one.
            if (e.item() == null || !text(etag).equals(e.item().get(ETAG))) {
                LOG.debug(
                        "claim lost partition={} owner={}", request.getPartitionId(), OneLine.of(request.getOwnerId()));
                return null;
            }
        }
        return new PartitionOwnership()
                .setFullyQualifiedNamespace(request.getFullyQualifiedNamespace())
                .setEventHubName(request.getEventHubName())
                .setConsumerGroup(request.getConsumerGroup())
                .setPartitionId(request.getPartitionId())
                .setOwnerId(request.getOwnerId())
                .setLastModifiedTime(now.toEpochMilli())
                .setETag(etag);
    }

    private static Condition etagCondition(String etag) {
        if (etag == null) {
            return new Condition("attribute_not_exists(pk)", Map.of());
        }
        if (etag.equals(CheckpointRows.NO_ETAG)) {
            return new Condition(
                    "attribute_not_exists(etag) OR etag = :none OR etag = :empty",
                    Map.of(":none", AttributeValue.fromNul(true), ":empty", text("")));
        }
        if (CheckpointRows.whole(text(etag)) != null) {
            return new Condition(
                    "etag = :text OR etag = :number",
                    Map.of(":text", text(etag), ":number", AttributeValue.fromN(etag)));
        }
        return new Condition(ETAG + " = :text", Map.of(":text", text(etag)));
    }

    private Map<String, AttributeValue> row(Checkpoint checkpoint) {
        Instant now = clock.instant();
        Map<String, AttributeValue> row = CheckpointRows.row(checkpoint, now);
        if (settings.checkpointKept() != null) {
            row.put(
                    CheckpointRows.TTL,
                    number(now.plus(settings.checkpointKept()).getEpochSecond()));
        }
        return row;
    }

    private void write(Checkpoint checkpoint) {
        Map<String, AttributeValue> row = row(checkpoint);
        Long sequence = checkpoint.getSequenceNumber();
        if (sequence == null) {
            throw new IllegalArgumentException("a checkpoint of partition " + checkpoint.getPartitionId()
                    + " has no sequence number: it cannot be compared with the row");
        }
        try {
            put(row, newer(sequence, row.get(HUB_CREATED_AT)));
        } catch (ConditionalCheckFailedException e) {
            continueRow(checkpoint, row, e.item());
        }
    }

    private static Condition newer(long sequence, AttributeValue hub) {
        return hub == null
                ? new Condition(
                        "attribute_not_exists(pk) OR sequence_number < :sequence",
                        Map.of(":sequence", number(sequence)))
                : new Condition(
                        "attribute_not_exists(pk) OR (sequence_number < :sequence"
                                + " AND (attribute_not_exists(hub_created_at) OR hub_created_at = :hub))",
                        Map.of(":sequence", number(sequence), ":hub", hub));
    }

    /**
     * Handles a row that is not plainly older: it is further, or another system wrote it and DynamoDB cannot compare
     * it.
     */
    private void continueRow(Checkpoint checkpoint, Map<String, AttributeValue> row, Map<String, AttributeValue> old) {
        refuseAnotherHub(old, row);
        if (isFurther(old, checkpoint)) {
            refused(checkpoint);
            return;
        }
        Map<String, AttributeValue> values = new HashMap<>();
        String unchanged = same(SEQUENCE_NUMBER, old, values) + " AND " + same(OFFSET, old, values);
        try {
            put(row, new Condition(unchanged, values));
        } catch (ConditionalCheckFailedException e) {
            // Whoever changed the row wrote one that can be compared.
            if (!isFurther(e.item(), checkpoint)) {
                throw e;
            }
            refused(checkpoint);
        }
    }

    private static String same(String attribute, Map<String, AttributeValue> old, Map<String, AttributeValue> values) {
        if (!old.containsKey(attribute)) {
            return "attribute_not_exists(#" + attribute + ")";
        }
        values.put(":" + attribute, old.get(attribute));
        return "#" + attribute + " = :" + attribute;
    }

    /**
     * Refuses a row of another hub: sequence numbers of different hubs cannot be compared, so neither checkpoint is
     * further.
     */
    private static void refuseAnotherHub(Map<String, AttributeValue> old, Map<String, AttributeValue> row) {
        AttributeValue hub = row.get(HUB_CREATED_AT);
        if (hub != null && old.containsKey(HUB_CREATED_AT) && !hub.equals(old.get(HUB_CREATED_AT))) {
            throw new IllegalStateException("the row is a position of the hub that was created at "
                    + CheckpointRows.string(old.get(HUB_CREATED_AT)) + ", not of the one read, created at " + hub.s());
        }
    }

    private static boolean isFurther(Map<String, AttributeValue> old, Checkpoint checkpoint) {
        Long oldSequence = CheckpointRows.whole(old.get(SEQUENCE_NUMBER));
        if (oldSequence != null) {
            return oldSequence >= checkpoint.getSequenceNumber();
        }
        Long oldOffset = CheckpointRows.whole(old.get(OFFSET));
        String offset = HubCheckpoint.offset(checkpoint);
        Long newOffset = offset == null ? null : CheckpointRows.whole(text(offset));
        return oldOffset != null && newOffset != null && oldOffset >= newOffset;
    }

    private void refused(Checkpoint checkpoint) {
        stale.increment();
        LOG.debug(
                "stale checkpoint refused partition={} sequence={}",
                checkpoint.getPartitionId(),
                checkpoint.getSequenceNumber());
    }

    private record Condition(String expression, Map<String, AttributeValue> values) {}

    /**
     * Limits the call and its retries: by default the SDK retries a throttled call for longer than the limit and then
     * reports the limit as the cause.
     */
    private void withinTheLimit(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(settings.callLimit()).addPlugin(client -> {
            ClientOverrideConfiguration own = client.overrideConfiguration();
            RetryStrategy few = AwsRetryStrategy.standardRetryStrategy();
            if (own.retryStrategy().map(RetryStrategy::maxAttempts).orElse(Integer.MAX_VALUE) > few.maxAttempts()) {
                client.overrideConfiguration(own.copy(o -> o.retryStrategy(few)));
            }
        });
    }

    private void put(Map<String, AttributeValue> row, Condition condition) {
        Map<String, String> names = new HashMap<>();
        for (String attribute : List.of(SEQUENCE_NUMBER, OFFSET)) {
            if (condition.expression().contains("#" + attribute)) {
                names.put("#" + attribute, attribute);
            }
        }
        client.putItem(put -> {
            put.tableName(table)
                    .item(row)
                    .conditionExpression(condition.expression())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .overrideConfiguration(this::withinTheLimit);
            if (!condition.values().isEmpty()) {
                put.expressionAttributeValues(condition.values());
            }
            if (!names.isEmpty()) {
                put.expressionAttributeNames(names);
            }
        });
    }
}
