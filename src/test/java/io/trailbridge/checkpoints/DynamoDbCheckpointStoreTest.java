package io.trailbridge.checkpoints;

import static io.trailbridge.checkpoints.CheckpointTableFixture.GROUP;
import static io.trailbridge.checkpoints.CheckpointTableFixture.HUB;
import static io.trailbridge.checkpoints.CheckpointTableFixture.NAMESPACE;
import static io.trailbridge.checkpoints.CheckpointTableFixture.checkpoint;
import static io.trailbridge.checkpoints.CheckpointTableFixture.claim;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.StandInAccount;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbCheckpointStoreTest {
    /** Far ahead: DynamoDB Local deletes rows whose ttl is past, now and then within a test. */
    private static final Clock NOON = Clock.fixed(Instant.parse("2126-01-15T12:00:00Z"), ZoneOffset.UTC);

    private static final Instant FIRST = Instant.parse("2026-01-15T12:00:00.123Z");
    private static final Instant SECOND = Instant.parse("2026-02-15T12:00:00Z");

    private final CheckpointTableFixture table = new CheckpointTableFixture();
    private final DynamoDbCheckpointStore store = table.store;

    @Test
    void rowsHaveTheLayoutOfTheReplacedSystem() {
        var timed = new DynamoDbCheckpointStore(
                table.client, table.name, DynamoDbCheckpointStore.Settings.defaults(), NOON, new SimpleMeterRegistry());
        timed.updateCheckpoint(checkpoint("3", 42)).block();
        var row = table.row("checkpoint#3");
        assertEquals(
                "eventhub#ns.servicebus.windows.net#defender#$default",
                row.get("pk").s());
        assertEquals("checkpoint", row.get("type").s());
        assertEquals(NAMESPACE, row.get("fully_qualified_namespace").s());
        assertEquals(HUB, row.get("eventhub_name").s());
        assertEquals(GROUP, row.get("consumer_group").s());
        assertEquals("3", row.get("partition_id").s());
        assertEquals("42", row.get("sequence_number").n());
        assertEquals("o42", row.get("offset").s());
        assertEquals("2126-01-15T12:00:00Z", row.get("last_updated").s());
        assertFalse(row.containsKey("ttl"), "a quiet partition must keep its place");

        var owned = timed.claimOwnership(List.of(claim("3", "me", null))).blockFirst();
        row = table.row("ownership#3");
        assertEquals("ownership", row.get("type").s());
        assertEquals("me", row.get("owner_id").s());
        assertEquals(owned.getETag(), row.get("etag").s());
        assertEquals(Long.toString(NOON.millis()), row.get("last_modified_time").n());
        assertTrue(Long.parseLong(row.get("ttl").n())
                > NOON.instant().plus(Duration.ofHours(1)).getEpochSecond());
    }

    @Test
    void aCheckpointRowExpiresOnlyWhenThatIsConfigured() {
        var settings = new DynamoDbCheckpointStore.Settings(Duration.ofSeconds(5), Duration.ofDays(30), 0);
        new DynamoDbCheckpointStore(table.client, table.name, settings, NOON, new SimpleMeterRegistry())
                .updateCheckpoint(checkpoint("0", 1))
                .block();
        assertEquals(
                Long.toString(NOON.instant().plus(Duration.ofDays(30)).getEpochSecond()),
                table.row("checkpoint#0").get("ttl").n());
    }

    @Test
    void aStaleCheckpointIsRefusedWithoutAnError() {
        var meters = new SimpleMeterRegistry();
        var counted = new DynamoDbCheckpointStore(
                table.client, table.name, DynamoDbCheckpointStore.Settings.defaults(), NOON, meters);
        counted.updateCheckpoint(checkpoint("0", 50)).block();
        counted.updateCheckpoint(checkpoint("0", 49)).block();
        counted.updateCheckpoint(checkpoint("0", 9)).block();
        Checkpoint read = store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst();
        assertEquals(50, read.getSequenceNumber());
        assertEquals("o50", read.getOffsetString());
        assertEquals(2, meters.get("trailbridge.checkpoints.stale").counter().count());
    }

    @Test
    void aRowKeepsWhichHubItIsAPositionOf() {
        write(ofHub(FIRST, 50));
        assertEquals(
                FIRST,
                HubCheckpoint.hubCreatedAt(
                        store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst()));
        write(ofHub(FIRST, 51));
        assertEquals(
                FIRST.toString(),
                table.row("checkpoint#0").get("hub_created_at").s());
        write(checkpoint("1", 5));
        write(ofHub("1", FIRST, 6));
        assertEquals(
                FIRST.toString(),
                table.row("checkpoint#1").get("hub_created_at").s(),
                "a row that did not know");
    }

    @Test
    void aCheckpointOfAnotherHubIsAnErrorWhateverItsNumber() {
        write(ofHub(FIRST, 50));
        for (long sequence : List.of(3L, 90L)) {
            var failure = assertThrows(IllegalStateException.class, () -> write(ofHub(SECOND, sequence)));
            assertTrue(
                    failure.getMessage().contains(FIRST.toString())
                            && failure.getMessage().contains(SECOND.toString()),
                    failure.getMessage());
        }
        assertEquals("50", table.row("checkpoint#0").get("sequence_number").n());
    }

    @Test
    void aRowOfAnotherHubIsReplacedOnceAndThenGoesOn() {
        write(ofHub(FIRST, 50));
        Checkpoint old = store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst();
        store.replaceCheckpoint(old, ofHub(SECOND, -1)).block();
        write(ofHub(SECOND, 7));
        store.replaceCheckpoint(old, ofHub(SECOND, -1)).block();
        assertEquals("7", table.row("checkpoint#0").get("sequence_number").n(), "another instance was first");
    }

    @Test
    void aRowOfAnotherHubWithoutANumberIsReplacedToo() {
        table.legacy("checkpoint#0", Map.of("hub_created_at", CheckpointRows.text(FIRST.toString())));
        Checkpoint old = store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst();
        store.replaceCheckpoint(old, ofHub(SECOND, -1)).block();
        assertEquals("-1", table.row("checkpoint#0").get("sequence_number").n());
    }

    @Test
    void aCheckpointThatIsThereAlreadyIsStale() {
        var meters = new SimpleMeterRegistry();
        var counted = new DynamoDbCheckpointStore(
                table.client, table.name, DynamoDbCheckpointStore.Settings.defaults(), NOON, meters);
        counted.updateCheckpoint(checkpoint("0", 50)).block();
        counted.updateCheckpoint(checkpoint("0", 50)).block();
        assertEquals(1, meters.get("trailbridge.checkpoints.stale").counter().count());
    }

    @Test
    void ofTwoThatSettleAPositionTheFirstWins() {
        store.createCheckpoint(ofHub(FIRST, 10)).block();
        store.createCheckpoint(ofHub(FIRST, 15)).block();
        assertEquals("10", table.row("checkpoint#0").get("sequence_number").n());
    }

    private void write(Checkpoint checkpoint) {
        store.updateCheckpoint(checkpoint).block();
    }

    private static Checkpoint ofHub(Instant created, long sequence) {
        return ofHub("0", created, sequence);
    }

    private static Checkpoint ofHub(String partition, Instant created, long sequence) {
        return new HubCheckpoint(created, null)
                .setFullyQualifiedNamespace(NAMESPACE)
                .setEventHubName(HUB)
                .setConsumerGroup(GROUP)
                .setPartitionId(partition)
                .setSequenceNumber(sequence)
                .setOffsetString("o" + sequence);
    }

    @Test
    void concurrentCheckpointsEndAtTheFurthest() throws Exception {
        var writes = new ArrayList<Callable<Object>>();
        for (int i = 1; i <= 100; i++) {
            long sequence = (i * 37) % 101;
            writes.add(() -> store.updateCheckpoint(checkpoint("0", sequence)).block());
        }
        inParallel(writes);
        assertEquals(
                100, store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst().getSequenceNumber());
    }

    @Test
    void aRaceForAClaimHasOneWinnerEachRound() throws Exception {
        String etag = null;
        for (int round = 0; round < 10; round++) {
            String seen = etag;
            var claims = new ArrayList<Callable<List<PartitionOwnership>>>();
            for (int i = 0; i < 16; i++) {
                String owner = "owner" + i;
                // A store each, as instances in different processes have.
                var instance = new DynamoDbCheckpointStore(table.client, table.name);
                claims.add(() -> instance.claimOwnership(List.of(claim("0", owner, seen)))
                        .collectList()
                        .block());
            }
            var winners = inParallel(claims).stream().flatMap(List::stream).toList();
            assertEquals(1, winners.size());
            var row = store.listOwnership(NAMESPACE, HUB, GROUP).blockFirst();
            assertEquals(winners.get(0).getOwnerId(), row.getOwnerId());
            assertEquals(winners.get(0).getETag(), row.getETag());
            assertNotEquals(etag, row.getETag());
            etag = row.getETag();
        }
    }

    @Test
    void losersAreLeftOutAndTheOthersAreClaimed() {
        store.claimOwnership(List.of(claim("1", "other", null))).blockLast();
        var won = store.claimOwnership(List.of(claim("0", "me", null), claim("1", "me", null), claim("2", "me", "?")))
                .collectList()
                .block();
        assertEquals(
                List.of("0"),
                won.stream().map(PartitionOwnership::getPartitionId).toList());
    }

    @Test
    void aReleasedPartitionCanBeClaimedWithItsNewEtag() {
        var mine = store.claimOwnership(List.of(claim("0", "me", null))).blockFirst();
        var released = store.claimOwnership(List.of(mine.setOwnerId(""))).blockFirst();
        assertEquals("", store.listOwnership(NAMESPACE, HUB, GROUP).blockFirst().getOwnerId());
        var theirs = store.claimOwnership(List.of(claim("0", "they", released.getETag())))
                .blockFirst();
        assertEquals("they", theirs.getOwnerId());
    }

    @Test
    void allPagesAreRead() {
        var paged = new DynamoDbCheckpointStore(
                table.client,
                table.name,
                new DynamoDbCheckpointStore.Settings(Duration.ofSeconds(5), null, 7),
                NOON,
                new SimpleMeterRegistry());
        for (int partition = 0; partition < 32; partition++) {
            paged.updateCheckpoint(checkpoint("" + partition, partition)).block();
            paged.claimOwnership(List.of(claim("" + partition, "me", null))).blockLast();
        }
        assertEquals(
                32,
                paged.listCheckpoints(NAMESPACE, HUB, GROUP)
                        .collectList()
                        .block()
                        .size());
        assertEquals(
                32,
                paged.listOwnership(NAMESPACE, HUB, GROUP).collectList().block().size());
        assertEquals(
                0,
                paged.listOwnership(NAMESPACE, HUB, "other")
                        .collectList()
                        .block()
                        .size());
    }

    @Test
    void aFailedReadIsAnErrorAndNotAnEmptyList() {
        var missing = new DynamoDbCheckpointStore(table.client, "nowhere");
        var failure = assertThrows(
                IllegalStateException.class,
                () -> missing.listCheckpoints(NAMESPACE, HUB, GROUP)
                        .collectList()
                        .block());
        assertTrue(
                failure.getMessage().contains("'nowhere'")
                        && failure.getMessage().contains("trailbridge.checkpoint.createTable=true"),
                failure.getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> missing.listOwnership(NAMESPACE, HUB, GROUP).collectList().block());
        assertThrows(
                IllegalStateException.class,
                () -> missing.updateCheckpoint(checkpoint("0", 1)).block());
        assertThrows(
                IllegalStateException.class,
                () -> missing.claimOwnership(List.of(claim("0", "me", null))).blockLast());
    }

    @Test
    void everyCallEndsWhenDynamoDbDoesNotAnswer() throws Exception {
        try (var silent = new ServerSocket(0);
                var client = DynamoDbClient.builder()
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                        .build()) {
            var settings = new DynamoDbCheckpointStore.Settings(Duration.ofMillis(150), null, 0);
            var hanging = new DynamoDbCheckpointStore(client, "t", settings, NOON, new SimpleMeterRegistry());
            Duration limit = Duration.ofSeconds(5);
            assertThrows(
                    RuntimeException.class,
                    () -> hanging.listOwnership(NAMESPACE, HUB, GROUP).blockLast(limit));
            assertThrows(
                    RuntimeException.class,
                    () -> hanging.updateCheckpoint(checkpoint("0", 1)).block(limit));
            var claims = List.of(claim("0", "me", null), claim("1", "me", null), claim("2", "me", null));
            var failure = assertThrows(
                    RuntimeException.class, () -> hanging.claimOwnership(claims).blockLast(limit));
            assertFalse(failure.getMessage().contains("Timeout on blocking read"), failure.getMessage());
        }
    }

    @Test
    void aClaimWhoseAnswerIsLostIsStillWon() {
        try (var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
                var client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                        .build()) {
            var behind = new DynamoDbCheckpointStore(client, table.name);
            proxy.faults().on("PutItem").loseAnswers(1);
            var won = behind.claimOwnership(List.of(claim("0", "me", null))).blockFirst();
            assertEquals(store.listOwnership(NAMESPACE, HUB, GROUP).blockFirst().getETag(), won.getETag());
            assertEquals(2, proxy.calls("PutItem"));
        }
    }

    @Test
    void oneClaimThatFailsDoesNotCostTheOthersTheirs() {
        try (var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
                var client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                        .build()) {
            var behind = new DynamoDbCheckpointStore(client, table.name);
            proxy.faults().on("PutItem").failNext(1, Failure.INTERNAL_ERROR);
            var won = behind.claimOwnership(List.of(claim("0", "me", null), claim("1", "me", null)))
                    .collectList()
                    .block();
            assertEquals(
                    List.of("1"),
                    won.stream().map(PartitionOwnership::getPartitionId).toList());
            proxy.faults().on("PutItem").fail(Failure.INTERNAL_ERROR);
            assertThrows(
                    RuntimeException.class,
                    () -> behind.claimOwnership(List.of(claim("2", "me", null), claim("3", "me", null)))
                            .blockLast());
        }
    }

    @Test
    void accessDeniedIsNamedWithWhatIsNeeded() {
        try (var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
                var client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                        .build()) {
            proxy.faults().fail(Failure.ACCESS_DENIED);
            var failure = assertThrows(
                    IllegalStateException.class, () -> new DynamoDbCheckpointStore(client, table.name).verify());
            assertTrue(
                    failure.getMessage().contains(table.name)
                            && failure.getMessage().contains("dynamodb:DescribeTable"),
                    failure.getMessage());
        }
    }

    static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        var threads = Executors.newFixedThreadPool(work.size());
        try {
            var together = new CountDownLatch(work.size());
            var futures = new ArrayList<Future<T>>();
            for (Callable<T> one : work) {
                futures.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return one.call();
                }));
            }
            var results = new ArrayList<T>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
