package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import io.trailbridge.fault.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a consumer's client right: makes it, and makes it anew when the hub's partitions change (the SDK keeps the
 * first list for ever), when credentials were refused and there are others, or when load balancing has stalled.
 *
 * <p>All work is done on one thread, so that nothing happens twice; {@link #stop} waits for what is under way.
 */
final class HubMaintenance implements HubClient.Events {
    private static final Logger LOG = LoggerFactory.getLogger(HubMaintenance.class);
    /** Stands for a partition where the hub as a whole was asked. */
    private static final String WATCH = "all";

    /** The last failure that an operator should know of. */
    record Failure(String cause, Instant at) {
    }

    private final EventHubsSettings settings;
    private final Supplier<HubConnection> connect;
    private final Supplier<HubConnection> reconnect;
    private final Function<HubConnection, HubClient> clients;
    private final ScheduledExecutorService thread;
    private final Clock clock;

    private volatile HubClient client;
    private volatile Failure failure;
    private volatile Instant heardAt = Instant.EPOCH;
    private volatile Instant unheardAt = Instant.EPOCH;
    private volatile boolean stopping;
    private volatile HubReader reader;
    private Set<String> partitions;
    private boolean paused;
    private int refreshes;
    private Instant nextRefresh = Instant.EPOCH;

    /**
     * @param connect   the connection as the credentials now are; may throw
     * @param reconnect the same after reading the credentials anew, or {@code null} when they cannot change
     */
    HubMaintenance(EventHubsSettings settings, Supplier<HubConnection> connect, Supplier<HubConnection> reconnect,
        Function<HubConnection, HubClient> clients, ScheduledExecutorService thread, Clock clock) {
        this.settings = settings;
        this.connect = connect;
        this.reconnect = reconnect;
        this.clients = clients;
        this.thread = thread;
        this.clock = clock;
    }

    void start() {
        long interval = settings.partitionWatchInterval().toMillis();
        thread.scheduleWithFixedDelay(Workers.guarded(() -> guarded(this::watch)), 0, interval, TimeUnit.MILLISECONDS);
    }

    /** The present client, or {@code null}. */
    HubClient client() {
        return client;
    }

    /** As the hub was last described; 0 when it could not be. To be called by the client's maker only. */
    int partitionCount() {
        return partitions == null ? 0 : partitions.size();
    }

    Failure failure() {
        return failure;
    }

    boolean connected() {
        return heardAt.isAfter(unheardAt);
    }

    /** Takes effect in order with the other work; the present client is told at once. */
    void pause(boolean on) {
        HubClient present;
        synchronized (this) {
            paused = on;
            present = client;
            if (present == null) {
                return;
            }
        }
        if (on) {
            present.pause();
        } else {
            present.resume();
        }
    }

    /** Ends the client in order. An interrupt ends the waiting, not the stop. */
    void stop(Duration grace) {
        stopping = true;
        HubClient present = client;
        if (present != null) {
            present.pause();
        }
        thread.shutdown();
        HubReader reading = reader;
        if (reading != null) {
            reading.giveUp();
        }
        boolean interrupted = false;
        try {
            // A rebuild that is under way ends its own client within its grace.
            if (!thread.awaitTermination(settings.stopGrace().plusSeconds(45).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("maintenance did not end in time, going on with the stop");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (reader != null) {
            reader.close();
        }
        present = client;
        client = null;
        if (present != null) {
            present.stop(interrupted ? Duration.ZERO : grace);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void failed(String partition, Throwable cause) {
        if (stopping) {
            LOG.debug("ignored while stopping partition={}", partition, cause);
            return;
        }
        failure = new Failure(Causes.text(cause), clock.instant());
        if (WATCH.equals(partition) || Causes.ofHub(cause)) {
            unheardAt = clock.instant();
        }
        LOG.warn("hub or checkpoint store failed partition={} cause={}", partition, Causes.text(cause));
        LOG.debug("hub or checkpoint store failed partition={}", partition, cause);
        if (AuthenticationFailures.contains(cause)) {
            submit(this::refreshCredentials);
        }
    }

    @Override
    public void heard() {
        heardAt = clock.instant();
    }

    @Override
    public void rebuildWanted(String reason) {
        submit(() -> rebuild(reason, connect));
    }

    private void submit(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped, nothing to repair", e);
        }
    }

    /** Work that fails is done again at the next watch. */
    private void guarded(Runnable work) {
        if (stopping) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(WATCH, e);
        }
    }

    private void watch() {
        if (client == null) {
            open(connect.get());
        } else if (stalled()) {
            rebuild("no load balancing since " + client.lastRoundBegun(), connect);
        } else {
            look();
        }
    }

    /** The list of partitions is read before the SDK reads its own, so that no later partition goes unnoticed. */
    private void open(HubConnection connection) {
        if (reader != null) {
            reader.close();
        }
        reader = new HubReader(connection);
        partitions = null;
        Map<String, PartitionProperties> described = Map.of();
        try {
            described = described();
        } catch (RuntimeException e) {
            // The client tries by itself and without end.
            failed(WATCH, e);
        }
        HubClient fresh = clients.apply(connection);
        fresh.describe(described);
        fresh.start();
        synchronized (this) {
            client = fresh;
            if (paused || stopping) {
                fresh.pause();
            }
        }
    }

    private void look() {
        Set<String> known = partitions;
        Map<String, PartitionProperties> described = described();
        client.describe(described);
        if (known != null && !known.equals(described.keySet())) {
            rebuild("partitions changed from " + known + " to " + described.keySet(), connect);
        }
    }

    private Map<String, PartitionProperties> described() {
        Map<String, PartitionProperties> described = reader.read();
        partitions = described.keySet();
        refreshes = 0;
        heard();
        return described;
    }

    private boolean stalled() {
        Instant begun = client.lastRoundBegun();
        Instant since = begun == null || begun.isBefore(client.createdAt()) ? client.createdAt() : begun;
        return Duration.between(since, clock.instant()).compareTo(settings.maxWithoutLoadBalancing()) > 0;
    }

    private void refreshCredentials() {
        if (reconnect == null || clock.instant().isBefore(nextRefresh)) {
            return;
        }
        refreshes++;
        nextRefresh = clock.instant().plus(settings.backOff().bound(refreshes));
        HubConnection fresh = reconnect.get();
        HubClient present = client;
        if (present != null && fresh.sameAs(present.connection())) {
            LOG.warn("credentials refused, and those read anew are the same hub={} nextReadNotBefore={}", fresh,
                nextRefresh);
        } else {
            rebuild("credentials refused, others read", () -> fresh);
        }
    }

    private void rebuild(String reason, Supplier<HubConnection> connection) {
        LOG.info("client is made anew reason={}", reason);
        HubClient old = client;
        HubConnection next = connection.get();
        client = null;
        if (old != null) {
            old.stop(settings.stopGrace());
        }
        if (!stopping) {
            open(next);
        }
    }
}
