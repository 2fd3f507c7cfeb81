package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * first list for ever), when credentials were refused and there are others, when load balancing has stalled, or when
 * an owned partition is not read. The latter two back off: a client that was made anew in vain is left longer.
 *
 * <p>Asks the hub regularly, at once when the SDK reports a failure, and again soon while it is silent; what it finds
 * is said by {@link HubSignals}, and by what the SDK hears in between.
 *
 * <p>All work is done on one thread, so that nothing happens twice; {@link #stop} waits for what is under way.
 */
final class HubMaintenance implements HubClient.Events {
    private static final Logger LOG = LoggerFactory.getLogger(HubMaintenance.class);
    /** How often to see what is due, at least. */
    private static final Duration TICK = Duration.ofSeconds(5);
    /** A silent hub is asked again after 5, 10 and then each 15 s. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);
    private static final Duration LONGEST_BETWEEN_REBUILDS = Duration.ofMinutes(30);

    /** The last failure that an operator should know of. */
    record Failure(String cause, Instant at) {
    }

    private final String name;
    private final EventHubsSettings settings;
    private final Supplier<HubConnection> connect;
    private final Supplier<HubConnection> reconnect;
    private final Function<HubConnection, HubClient> clients;
    private final ScheduledExecutorService thread;
    private final Faults faults;
    private final FaultSignal credentials;
    private final Clock clock;
    private final BackOff rebuilds;

    private volatile HubClient client;
    private volatile Failure failure;
    private volatile boolean connected;
    private volatile boolean doubtful;
    private volatile long heardNanos;
    private volatile boolean stopping;
    private volatile HubReader reader;
    private volatile HubSignals signals;
    private Set<String> partitions;
    private long askedNanos;
    private int unanswered;
    private int vainRebuilds;
    private long rebuiltNanos;
    private boolean paused;
    private int refreshes;
    private Instant nextRefresh = Instant.EPOCH;

    /**
     * @param name      stands for the hub until there is a connection
     * @param connect   the connection as the credentials now are; may throw
     * @param reconnect the same after reading the credentials anew, or {@code null} when they cannot change
     */
    HubMaintenance(String name, EventHubsSettings settings, Supplier<HubConnection> connect,
        Supplier<HubConnection> reconnect, Function<HubConnection, HubClient> clients,
        ScheduledExecutorService thread, Faults faults, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.connect = connect;
        this.reconnect = reconnect;
        this.clients = clients;
        this.thread = thread;
        this.faults = faults;
        this.credentials = faults.signal(name, settings.hubSilentLimit());
        this.clock = clock;
        this.rebuilds = new BackOff(settings.maxWithoutLoadBalancing(), LONGEST_BETWEEN_REBUILDS);
    }

    void start() {
        long interval = shorter(TICK, settings.partitionWatchInterval()).toMillis();
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
        return connected;
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
        closeSignals();
        credentials.close();
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
        // What is of a partition came from its link; the rest may have come from the checkpoint store.
        if (partition == null && !HubFailure.isOfHub(cause)) {
            failure = new Failure(Causes.text(cause), clock.instant());
            LOG.warn("sharing out partitions failed hub={} cause={}", at(), failure.cause());
            LOG.debug("sharing out partitions failed hub={}", at(), cause);
            return;
        }
        HubFailure why = HubFailure.of(cause);
        HubSignals said = signals;
        if (partition != null && said != null) {
            said.failed(partition, why);
        }
        LOG.debug("hub failed hub={} partition={}", at(), partition, cause);
        doubt(why);
        submit(this::watch);
    }

    @Override
    public void heard(String partition) {
        heard();
        HubSignals said = signals;
        if (said != null) {
            said.read(partition);
        }
    }

    @Override
    public void claimed(String partition) {
        HubSignals said = signals;
        if (said != null) {
            said.claimed(partition);
        }
    }

    @Override
    public boolean isUnread(String partition) {
        HubSignals said = signals;
        return said != null && said.isUnread(partition);
    }

    @Override
    public void others(Collection<String> ids) {
        HubSignals said = signals;
        if (said != null) {
            said.others(ids);
        }
    }

    private void heard() {
        heardNanos = faults.nanos();
        connected = true;
        HubSignals said = signals;
        if (said != null) {
            said.heard();
        }
    }

    private void doubt(HubFailure why) {
        failure = new Failure(why.cause(), clock.instant());
        connected = false;
        doubtful = true;
        if (why.code() == FaultCode.HUB_ACCESS_DENIED) {
            submit(this::refreshCredentials);
        }
    }

    private String at() {
        HubClient present = client;
        return present == null ? name : present.connection().toString();
    }

    @Override
    public void rebuildWanted(String reason) {
        submit(() -> rebuildUnlessVain(reason));
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
            failure = new Failure(Causes.text(e), clock.instant());
            LOG.warn("client could not be made or kept, trying again hub={} cause={}", at(), failure.cause());
            LOG.debug("client could not be made or kept hub={}", at(), e);
        }
    }

    private void watch() {
        if (client == null) {
            HubConnection connection = credentialed(connect);
            if (connection == null) {
                return;
            }
            open(connection);
        } else if (stalled()) {
            rebuildUnlessVain("no load balancing since " + client.lastRoundBegun());
        } else if (askDue()) {
            look();
        }
        signals.report();
    }

    /** {@code null} when there are no credentials to connect with: then that is said, and the next watch asks again. */
    private HubConnection credentialed(Supplier<HubConnection> source) {
        try {
            HubConnection connection = source.get();
            credentials.clear();
            return connection;
        } catch (RuntimeException e) {
            failure = new Failure(Causes.text(e), clock.instant());
            credentials.raise(FaultCode.SECRET_UNREADABLE, failure.cause(), null);
            LOG.debug("no credentials hub={}", at(), e);
            return null;
        }
    }

    private boolean askDue() {
        long now = faults.nanos();
        Duration again = shorter(TICK.multipliedBy(Math.max(1, unanswered)), ASK_AGAIN);
        return now - askedNanos >= settings.partitionWatchInterval().toNanos()
            || doubtful && now - askedNanos >= again.toNanos()
            || now - Math.max(askedNanos, heardNanos) >= settings.hubSilentLimit().toNanos() / 2;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The list of partitions is read before the SDK reads its own, so that no later partition goes unnoticed. */
    private void open(HubConnection connection) {
        if (reader != null) {
            reader.close();
        }
        if (signals == null || !signals.areOf(connection)) {
            closeSignals();
            signals = new HubSignals(faults, settings, connection);
        }
        reader = new HubReader(connection);
        partitions = null;
        // Whether it answers or not: the client tries by itself and without end.
        Map<String, PartitionProperties> described = ask();
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
        Map<String, PartitionProperties> described = ask();
        client.describe(described);
        if (known != null && described != null && !known.equals(described.keySet())) {
            rebuild("partitions changed from " + known + " to " + described.keySet(), connect);
        }
    }

    /** What the hub says, or {@code null} when it does not answer: then that is said, with the reason. */
    private Map<String, PartitionProperties> ask() {
        long asked = faults.nanos();
        try {
            Map<String, PartitionProperties> described = reader.read();
            partitions = described.keySet();
            refreshes = 0;
            unanswered = 0;
            doubtful = false;
            heard();
            return described;
        } catch (RuntimeException e) {
            if (!stopping) {
                unanswered++;
                HubFailure why = reader.explain(e);
                LOG.debug("hub does not answer hub={}", at(), e);
                doubt(why);
                signals.silent(why, asked);
            }
            return null;
        } finally {
            askedNanos = faults.nanos();
        }
    }

    private void closeSignals() {
        if (signals != null) {
            signals.close();
        }
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
        HubConnection fresh = credentialed(reconnect);
        HubClient present = client;
        if (fresh == null) {
            return;
        }
        if (present != null && fresh.sameAs(present.connection())) {
            LOG.debug("credentials refused, and those read anew are the same hub={} nextReadNotBefore={}", fresh,
                nextRefresh);
        } else {
            rebuild("credentials refused, others read", () -> fresh);
        }
    }

    /** Not while the hub is silent: another client would not be answered either. */
    private void rebuildUnlessVain(String reason) {
        long since = faults.nanos() - rebuiltNanos;
        if (vainRebuilds > 0 && since < rebuilds.bound(vainRebuilds).toNanos() || signals.isSilent()) {
            LOG.debug("client is not made anew again so soon reason={} rebuilds={}", reason, vainRebuilds);
            return;
        }
        boolean again = vainRebuilds > 0 && since < 2 * rebuilds.bound(vainRebuilds).toNanos();
        vainRebuilds = again ? vainRebuilds + 1 : 1;
        rebuild(reason, connect);
        rebuiltNanos = faults.nanos();
    }

    private void rebuild(String reason, Supplier<HubConnection> connection) {
        LOG.info("client is made anew reason={}", reason);
        HubClient old = client;
        HubConnection next = credentialed(connection);
        if (next == null) {
            return;
        }
        client = null;
        if (old != null) {
            old.stop(settings.stopGrace());
        }
        if (!stopping) {
            open(next);
        }
    }
}
