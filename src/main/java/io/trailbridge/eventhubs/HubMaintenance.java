package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
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
    private final Clocks clocks;

    private volatile HubClient client;
    private volatile Failure failure;
    private volatile long heardAt;
    private volatile long unheardAt;
    private volatile boolean stopping;
    private volatile HubReader reader;
    private Set<String> partitions;
    private boolean paused;
    private boolean lookingAgain;
    private int refreshes;
    private long nextRefresh;

    /**
     * @param connect   the connection as the credentials now are; may throw
     * @param reconnect the same after reading the credentials anew, or {@code null} when they cannot change
     */
    HubMaintenance(EventHubsSettings settings, Supplier<HubConnection> connect, Supplier<HubConnection> reconnect,
        Function<HubConnection, HubClient> clients, ScheduledExecutorService thread, Clocks clocks) {
        this.settings = settings;
        this.connect = connect;
        this.reconnect = reconnect;
        this.clients = clients;
        this.thread = thread;
        this.clocks = clocks;
        this.heardAt = clocks.now();
        this.unheardAt = heardAt;
        this.nextRefresh = heardAt;
    }

    void start() {
        long interval = settings.partitionWatchInterval().toMillis();
        thread.scheduleWithFixedDelay(() -> guarded(this::watch), 0, interval, TimeUnit.MILLISECONDS);
    }

    /** The present client, or {@code null}. */
    HubClient client() {
        return client;
    }

    Failure failure() {
        return failure;
    }

    boolean connected() {
        return heardAt - unheardAt > 0;
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
        failure = new Failure(Causes.text(cause), clocks.wall().instant());
        if (WATCH.equals(partition) || Causes.ofHub(cause)) {
            unheardAt = clocks.now();
        }
        LOG.warn("hub or checkpoint store failed partition={} cause={}", partition, Causes.text(cause));
        LOG.debug("hub or checkpoint store failed partition={}", partition, cause);
        if (AuthenticationFailures.contains(cause)) {
            submit(this::refreshCredentials);
        }
    }

    @Override
    public void heard() {
        heardAt = clocks.now();
    }

    @Override
    public void rebuildWanted(String reason) {
        submit(() -> rebuild(reason, connect));
    }

    private void submit(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            // Refused while running, it is left to the next watch.
            ConsumerThreads.stopped(thread, e, "repair of the client");
        }
    }

    /** Work that fails, in whatever way, is done again at the next watch: nobody else looks after the client. */
    private void guarded(Runnable work) {
        if (stopping) {
            return;
        }
        try {
            work.run();
        } catch (Exception e) {
            failed(WATCH, e);
        } catch (Throwable e) {
            LOG.error("watching the hub failed by an error, it is tried again at the next watch", e);
            failed(WATCH, e);
        }
    }

    private void watch() {
        if (client == null) {
            open(connect.get());
        } else if (client.isReading() && stalled()) {
            rebuild("no load balancing for " + client.withoutRound().toSeconds() + " s", connect);
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
        HubClient fresh = clients.apply(connection);
        synchronized (this) {
            client = fresh;
            if (paused || stopping) {
                fresh.pause();
            }
        }
        look();
    }

    /** Nothing is read before the first look that succeeds: it tells whether the checkpoints are of this hub. */
    private void look() {
        try {
            review();
        } finally {
            HubClient present = client;
            if (present != null && !present.isReading()) {
                lookAgainSoon();
            }
        }
    }

    private void review() {
        Set<String> known = partitions;
        Map<String, Checkpoint> rows = ofStore(client::checkpointRows);
        HubDescription described = described();
        if (rows == null) {
            // Whatever has changed is found again once the store answers.
            partitions = known;
            return;
        }
        String outdated = ofStore(() -> client.describe(rows, described));
        if (outdated != null) {
            rebuild(outdated, connect);
        } else if (known != null && !known.equals(partitions)) {
            rebuild("partitions changed from " + known + " to " + partitions, connect);
        }
    }

    /** {@code null}, and said, when the store fails: the hub is not to blame. */
    private <T> T ofStore(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            failed(null, e);
            return null;
        }
    }

    /** Not only at the next watch: until then nothing would be read. */
    private void lookAgainSoon() {
        if (lookingAgain) {
            return;
        }
        lookingAgain = true;
        try {
            thread.schedule(() -> {
                lookingAgain = false;
                guarded(this::watch);
            }, settings.loadBalancingInterval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ConsumerThreads.stopped(thread, e, "look at the hub");
        }
    }

    private HubDescription described() {
        HubDescription described = reader.read();
        partitions = described.partitions().keySet();
        refreshes = 0;
        heard();
        return described;
    }

    private boolean stalled() {
        return client.withoutRound().compareTo(settings.maxWithoutLoadBalancing()) > 0;
    }

    private void refreshCredentials() {
        if (reconnect == null || clocks.now() - nextRefresh < 0) {
            return;
        }
        refreshes++;
        nextRefresh = clocks.now() + settings.backOff().bound(refreshes).toNanos();
        HubConnection fresh = reconnect.get();
        HubClient present = client;
        if (present != null && fresh.sameAs(present.connection())) {
            LOG.warn("credentials refused, and those read anew are the same hub={} nextReadNotBefore={}", fresh,
                clocks.shown(nextRefresh));
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
