package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store that throws instead of answering with a failure. */
@Timeout(30)
class WatchedCheckpointStoreTest {
    private static final HubAddress HUB = HubAddress.of(
            new EventHubCredentials(
                    "Endpoint=sb://localhost;" + "SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0",
                    null,
                    "Defender",
                    null),
            new EventHubsConfiguration());

    private final List<String> failures = new ArrayList<>();
    private final WatchedCheckpointStore store = new WatchedCheckpointStore(
            new ForwardingStore(null) {
                @Override
                public Flux<PartitionOwnership> listOwnership(String namespace, String name, String group) {
                    throw new IllegalStateException("list");
                }

                @Override
                public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
                    throw new IllegalStateException("claim");
                }

                @Override
                public Flux<Checkpoint> listCheckpoints(String namespace, String name, String group) {
                    throw new IllegalStateException("checkpoints");
                }

                @Override
                public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
                    throw new IllegalStateException("update");
                }
            },
            HUB,
            new WatchedCheckpointStore.Rounds() {
                @Override
                public void begun() {}

                @Override
                public List<PartitionOwnership> listed(List<PartitionOwnership> rows) {
                    return rows;
                }

                @Override
                public List<Checkpoint> checkpoints(List<Checkpoint> rows) {
                    return rows;
                }

                @Override
                public void failed(Throwable cause) {
                    failures.add(cause.getMessage());
                }
            });

    @Test
    void itsCallsFailAndNoneThrows() {
        assertEquals("list", failure(store.listOwnership("ns", "hub", "group")).getMessage());
        assertEquals(
                "update",
                failure(store.updateCheckpoint(CheckpointTableFixture.checkpoint("0", 1))
                                .flux())
                        .getMessage());
        assertEquals("list", failure(store.release("me").flux()).getMessage());
        assertEquals(List.of(), failures);
    }

    @Test
    void aClaimThatThrowsEndsTheRound() {
        var claim = List.of(CheckpointTableFixture.claim("0", "me", "etag"));
        assertEquals("claim", failure(store.claimOwnership(claim)).getMessage());
        assertEquals(List.of("claim"), failures);
        assertInstanceOf(WatchedCheckpointStore.RoundEnded.class, failure(store.listOwnership("ns", "hub", "group")));
        assertEquals("list", failure(store.listOwnership("ns", "hub", "group")).getMessage());
    }

    @Test
    void checkpointsThatCannotBeListedEndTheRound() {
        assertEquals(
                "checkpoints",
                failure(store.listCheckpoints("ns", "hub", "group")).getMessage());
        assertEquals(List.of("checkpoints"), failures);
        assertInstanceOf(WatchedCheckpointStore.RoundEnded.class, failure(store.listOwnership("ns", "hub", "group")));
    }

    @Test
    void aStoreThatIsShutNeitherListsNorClaimsAndStillReleases() {
        store.shut();
        assertInstanceOf(WatchedCheckpointStore.RoundEnded.class, failure(store.listOwnership("ns", "hub", "group")));
        assertEquals(
                List.of(),
                store.claimOwnership(List.of(CheckpointTableFixture.claim("0", "me", "etag")))
                        .collectList()
                        .block());
        assertEquals(List.of(), failures);
        assertEquals("list", failure(store.release("me").flux()).getMessage());
    }

    private static Throwable failure(Flux<?> call) {
        List<Throwable> caught = new ArrayList<>();
        call.subscribe(row -> {}, caught::add);
        return caught.get(0);
    }
}
