package io.trailbridge.eventhubs;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.CloseContext;
import com.azure.messaging.eventhubs.models.CloseReason;
import com.azure.messaging.eventhubs.models.ErrorContext;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.InitializationContext;
import com.azure.messaging.eventhubs.models.PartitionContext;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;

/**
 * The life of one {@link EventProcessorClient}: the claims that it makes and its orderly stop. A consumer creates a new
 * one when credentials or partitions have changed or load balancing has stalled.
 *
 * <p>Threads: the SDK's threads call it for events and load balancing; {@link #describe}, {@link #pause},
 * {@link #resume} and {@link #stop} are called one after the other.
 */
final class HubClient {
    private static final Logger LOG = LoggerFactory.getLogger(HubClient.class);
    private static final Duration BATCH_WAIT = Duration.ofMillis(100);
    /** The SDK's partition id for an error that concerns no partition. */
    private static final String NO_PARTITION = "NONE";
    /** The time limit of each of the two steps of a stop that need the store to answer. */
    private static final Duration STORE_LIMIT = Duration.ofSeconds(10);
    /**
     * The SDK closes its links first and then waits, often in vain: a pump that completes closes itself on its own
     * thread, and the SDK waits 10 s for that thread. The claims are closed before, so there is nothing to wait for.
     */
    private static final Duration CLIENT_LIMIT = Duration.ofMillis(200);

    /** The settings and services that a client gets from its consumer. */
    record Needs(
            EventHubsSettings settings,
            CheckpointStore store,
            EventDispatcher route,
            MeterRegistry meters,
            Faults faults,
            ConsumerThreads threads,
            OwnershipAges ages,
            Clocks clocks,
            Map<String, EventPosition> positions,
            PositionRules positionRules,
            PositionReport positionReport,
            HubEvents events,
            IntFunction<ReadAhead> readAhead,
            InFlightBytes memory) {}

    private final HubAddress connection;
    private final Needs needs;
    private final EventHubsSettings settings;
    private final WatchedCheckpointStore store;
    private final Contention contention;
    private final Positions positions;
    private final Map<String, PartitionClaim> claims = new ConcurrentHashMap<>();
    private final Map<String, Long> checkpoints = new ConcurrentHashMap<>();
    private final Set<String> stolen = ConcurrentHashMap.newKeySet();
    private final long createdAt;
    /** This field and the next are set when the hub is described for the first time: the prefetch depends on it. */
    private volatile EventProcessorClient client;

    private volatile OwnershipWatch ownership;
    private volatile Map<String, PartitionProperties> hub;
    private volatile Long lastRoundBegun;
    private volatile Long lastRound;

    @GuardedBy("this")
    private boolean paused;

    private volatile boolean stopping;

    HubClient(HubAddress connection, Needs needs) {
        this.connection = connection;
        this.needs = needs;
        this.settings = needs.settings();
        this.createdAt = needs.clocks().now();
        this.positions = new Positions(
                connection,
                needs.store(),
                settings.startPosition(),
                needs.positions(),
                needs.positionRules(),
                needs.positionReport(),
                needs.clocks().wall());
        this.store = new WatchedCheckpointStore(needs.store(), connection, new Rounds());
        this.contention = new Contention(
                needs.faults().signal(connection + " ownership", settings.maxWithoutLoadBalancing()),
                needs.clocks().nanos());
    }

    private void make(ReadAhead readAhead) {
        client = connection
                .processor()
                .checkpointStore(store)
                .prefetchCount(readAhead.prefetch())
                .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
                .loadBalancingUpdateInterval(settings.loadBalancingInterval())
                .partitionOwnershipExpirationInterval(settings.ownershipExpiry())
                .trackLastEnqueuedEventProperties(true)
                .initialPartitionEventPosition(positions::startOf)
                .processPartitionInitialization(this::initialize)
                .processPartitionClose(this::closed)
                .processEventBatch(this::receive, readAhead.batch(), BATCH_WAIT)
                .processError(this::failed)
                .buildEventProcessorClient();
        ownership = new OwnershipWatch(
                client.getIdentifier(),
                claims::containsKey,
                partition -> end(claims.get(partition), false),
                needs.events()::rebuildWanted,
                settings.loadBalancingInterval(),
                needs.clocks().nanos());
        LOG.info("reading hub={} owner={} prefetch={}", connection, client.getIdentifier(), readAhead.prefetch());
    }

    HubAddress connection() {
        return connection;
    }

    Instant createdAt() {
        return needs.clocks().shown(createdAt);
    }

    /** Returns for how long no load-balancing round has begun, successful or not. */
    Duration withoutRound() {
        Long begun = lastRoundBegun;
        return Duration.ofNanos(needs.clocks().now() - (begun == null ? createdAt : begun));
    }

    /** Returns when ownership rows were last read. */
    Instant lastRound() {
        return needs.clocks().shown(lastRound);
    }

    /** See {@link Positions#rows}. */
    Map<String, Checkpoint> checkpointRows() {
        return positions.rows();
    }

    /** Returns whether reading has begun, which happens when the hub is described for the first time. */
    boolean isReading() {
        return positions.isReviewed();
    }

    synchronized void pause() {
        paused = true;
        claims.values().forEach(PartitionClaim::pause);
    }

    synchronized void resume() {
        paused = false;
        claims.values().forEach(PartitionClaim::resume);
    }

    /**
     * Applies a new description of the hub. The first call begins reading.
     *
     * @param rows the checkpoints as they were before the hub was asked
     * @return why the client must be rebuilt, or {@code null}
     */
    String describe(Map<String, Checkpoint> rows, HubDescription described) {
        boolean begins = !positions.isReviewed();
        hub = described.partitions();
        if (begins) {
            make(needs.readAhead().apply(hub.size()));
        }
        String outdated = positions.review(rows, described);
        claims.values().forEach(this::countExpired);
        if (begins) {
            client.start();
        }
        return outdated;
    }

    /** Called when the hub does not answer: the lag is unknown until it does. */
    void noAnswer() {
        hub = null;
    }

    private void countExpired(PartitionClaim claim) {
        long read = Math.max(claim.ledger().lastOpened(), checkpoints.getOrDefault(claim.partition(), Long.MIN_VALUE));
        if (read != Long.MIN_VALUE) {
            claim.meters().expired.increment(positions.expired(claim.partition(), read));
        }
    }

    /**
     * Stops receiving, waits for the exchanges in the route, writes the last checkpoints and releases the partitions.
     * Blocks for the grace period, and about 20 s more when the store does not answer. An interrupt ends the waiting,
     * not the stop.
     */
    void stop(Duration grace) {
        boolean interrupted = false;
        try {
            settle(grace);
        } catch (InterruptedException e) {
            LOG.warn("stopped without waiting, events in flight will be delivered again hub={}", connection);
            interrupted = true;
        }
        positions.close();
        store.shut();
        claims.values().forEach(claim -> claim.close(false));
        claims.clear();
        contention.close();
        if (client != null && !stopReading()) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the links and releases the partitions. Returns false when interrupted meanwhile. */
    private boolean stopReading() {
        boolean undisturbed = true;
        try {
            stopClient();
        } catch (InterruptedException e) {
            undisturbed = false;
        }
        try {
            Long released = store.release(client.getIdentifier()).retry(2).block(STORE_LIMIT);
            LOG.info("stopped reading hub={} released={}", connection, released);
        } catch (RuntimeException e) {
            LOG.warn(
                    "partitions not released, others take them after ownershipExpiry={} hub={} cause={}",
                    settings.ownershipExpiry(),
                    connection,
                    Causes.text(e));
        }
        return undisturbed;
    }

    private void settle(Duration grace) throws InterruptedException {
        synchronized (this) {
            stopping = true;
            claims.values().forEach(PartitionClaim::stopDispatching);
        }
        OrderlyStop.settle(claims.values(), grace, STORE_LIMIT);
    }

    /**
     * Closes the client on a separate thread, because closing a link may block for minutes when the network drops all
     * packets.
     */
    private void stopClient() throws InterruptedException {
        Thread stopper = new Thread(
                () -> {
                    try {
                        client.stop(CLIENT_LIMIT);
                    } catch (RuntimeException e) {
                        LOG.debug("client closed without waiting for its threads hub={}", connection, e);
                    }
                },
                "EventHubsStop");
        stopper.setDaemon(true);
        stopper.start();
        stopper.join(STORE_LIMIT.toMillis());
    }

    List<PartitionStatus> status() {
        return claims.values().stream()
                .map(this::status)
                .sorted(Comparator.comparing(PartitionStatus::partition))
                .toList();
    }

    /** Returns the number of events that are read and not settled. */
    int inFlight() {
        return claims.values().stream()
                .mapToInt(claim -> claim.ledger().inFlight())
                .sum();
    }

    private PartitionStatus status(PartitionClaim claim) {
        PartitionLedger.Oldest oldest = claim.ledger().oldestUnsettled();
        CheckpointWriter.Status writer = claim.writer().status();
        Lag lag = lag(claim);
        return new PartitionStatus(
                claim.partition(),
                claim.ledger().inFlight(),
                oldest == null ? null : oldest.sequence(),
                oldest == null ? null : Duration.ofNanos(needs.clocks().now() - oldest.openedNanos()),
                writer.writtenAt(),
                writer.written() != null
                        ? Long.valueOf(writer.written().sequence())
                        : checkpoints.get(claim.partition()),
                writer.failingSince(),
                writer.cause() == null ? null : Causes.text(writer.cause()),
                position(claim),
                lag.events(),
                lag.age());
    }

    private Long position(PartitionClaim claim) {
        Watermark settled = claim.ledger().watermark();
        return settled == null ? checkpoints.get(claim.partition()) : Long.valueOf(settled.sequence());
    }

    private Lag lag(PartitionClaim claim) {
        Map<String, PartitionProperties> known = hub;
        return known == null || positions.isHeld(claim.partition())
                ? Lag.UNKNOWN
                : Lag.of(
                        claim,
                        known.get(claim.partition()),
                        checkpoints.get(claim.partition()),
                        settings.startPosition(),
                        needs.clocks().wall().instant());
    }

    private void initialize(InitializationContext context) {
        PartitionContext partition = context.getPartitionContext();
        String id = partition.getPartitionId();
        PartitionLedger ledger =
                new PartitionLedger(settings.maxInFlight(), needs.clocks().nanos());
        PartitionMeters meters = new PartitionMeters(needs.meters(), connection.hub(), id);
        CheckpointWriter writer = new CheckpointWriter(
                id,
                ledger,
                watermark -> write(id, watermark),
                needs.threads().timer(),
                settings,
                needs.clocks(),
                needs.faults()
                        .signal(connection + " partition " + id + " checkpoint", settings.maxCheckpointNotWritable()),
                meters.checkpoints::increment);
        PartitionClaim claim = new PartitionClaim(
                partition,
                ledger,
                writer,
                needs.route(),
                needs.threads().retries(),
                settings.backOff(),
                needs.clocks().nanos(),
                meters,
                needs.memory().open());
        synchronized (this) {
            stolen.remove(id);
            end(claims.get(id), false);
            if (stopping) {
                claim.close(false);
                return;
            }
            ownership.readingBegins(id);
            meters.show(() -> lag(claim).events(), () -> {
                Duration age = lag(claim).age();
                return age == null ? null : age.toMillis() / 1000.0;
            });
            claims.put(id, claim);
            if (positions.isHeld(id)) {
                claim.hold();
            } else if (paused) {
                claim.pause();
            }
        }
        countExpired(claim);
        if (positions.isHeld(id)) {
            needs.events().held(id);
        } else {
            needs.events().claimed(id);
        }
        LOG.atLevel(news(id))
                .log("partition claimed partition={} checkpoint={} hub={}", id, checkpoints.get(id), connection);
    }

    private Level news(String partition) {
        return needs.events().isUnread(partition) ? Level.DEBUG : Level.INFO;
    }

    private Mono<Void> write(String partition, Watermark watermark) {
        return store.updateCheckpoint(positions.checkpoint(partition, watermark));
    }

    private void receive(EventBatchContext batch) {
        PartitionContext partition = batch.getPartitionContext();
        PartitionClaim claim = claims.get(partition.getPartitionId());
        // The receiver of another claim may still deliver events that it read ahead. This claim must not open them.
        if (claim == null
                || !claim.isOf(partition)
                || stopping && claim.ledger().isClosed()) {
            return;
        }
        if (!batch.getEvents().isEmpty()) {
            needs.events().heard(partition.getPartitionId());
        }
        claim.receive(batch);
    }

    private void failed(ErrorContext context) {
        Throwable cause = context.getThrowable();
        String id = context.getPartitionContext().getPartitionId();
        String partition = NO_PARTITION.equals(id) ? null : id;
        if (stopping || cause instanceof WatchedCheckpointStore.RoundEnded) {
            LOG.debug("ignored partition={} cause={}", partition, Causes.text(cause));
            return;
        }
        if (partition != null && HubFailure.isStolen(cause)) {
            stolen.add(partition);
            contention.taken(partition);
            LOG.info("partition taken over by another instance partition={}", partition);
            return;
        }
        needs.events().failed(partition, cause);
    }

    private void closed(CloseContext context) {
        String id = context.getPartitionContext().getPartitionId();
        PartitionClaim claim = claims.get(id);
        if (claim != null && claim.isOf(context.getPartitionContext())) {
            if (!stopping && context.getCloseReason() == CloseReason.EVENT_PROCESSOR_SHUTDOWN) {
                // The SDK gives this reason for a link that ended without an error.
                needs.events().failed(id, new AmqpException(true, "the link to the partition was closed", null));
            }
            LOG.atLevel(news(id)).log("partition closed partition={} reason={}", id, context.getCloseReason());
            end(claim, !stolen.contains(id));
            PumpRelease.of(id, needs.threads().timer(), ownership);
        }
    }

    private void end(PartitionClaim claim, boolean lastWrite) {
        if (claim != null) {
            claims.remove(claim.partition(), claim);
            claim.close(lastWrite);
        }
    }

    private final class Rounds implements WatchedCheckpointStore.Rounds {
        @Override
        public void begun() {
            lastRoundBegun = needs.clocks().now();
            contention.roundBegins();
        }

        @Override
        public List<PartitionOwnership> listed(List<PartitionOwnership> rows) {
            lastRound = needs.clocks().now();
            contention.rows(rows.stream()
                    .filter(row -> client.getIdentifier().equals(row.getOwnerId()))
                    .map(PartitionOwnership::getPartitionId)
                    .toList());
            rows.forEach(needs.ages()::judge);
            needs.events()
                    .others(rows.stream()
                            .filter(this::isOfAnother)
                            .map(PartitionOwnership::getPartitionId)
                            .toList());
            return ownership.look(rows);
        }

        private boolean isOfAnother(PartitionOwnership row) {
            String owner = row.getOwnerId();
            return owner != null && !owner.isEmpty() && !owner.equals(client.getIdentifier());
        }

        @Override
        public List<Checkpoint> checkpoints(List<Checkpoint> rows) {
            List<Checkpoint> readOn = rows.stream()
                    .filter(row -> !positions.isHeld(row.getPartitionId()))
                    .toList();
            readOn.forEach(row -> {
                if (row.getSequenceNumber() != null) {
                    checkpoints.put(row.getPartitionId(), row.getSequenceNumber());
                }
            });
            return readOn;
        }

        @Override
        public void failed(Throwable cause) {
            needs.events().failed(null, cause);
        }
    }
}
