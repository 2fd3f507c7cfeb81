package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final FaultSignal sharing;
    private final FaultSignal unsettled;
    private final StandingPartitions standing = new StandingPartitions();
    private final Clocks clocks;
    private final BackOff rebuilds;

    private volatile HubClient client;
    private volatile Failure failure;
    private volatile boolean connected;
    private volatile boolean doubtful;
    /** Since the rows were last read: a round that reads them may still fail to claim. */
    private volatile boolean roundFailed;
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
    private long nextRefresh;

    /**
     * @param name      stands for the hub until there is a connection
     * @param connect   the connection as the credentials now are; may throw
     * @param reconnect the same after reading the credentials anew, or {@code null} when they cannot change
     */
    HubMaintenance(String name, EventHubsSettings settings, Supplier<HubConnection> connect,
        Supplier<HubConnection> reconnect, Function<HubConnection, HubClient> clients,
        ScheduledExecutorService thread, Faults faults, Clocks clocks) {
        this.name = name;
        this.settings = settings;
        this.connect = connect;
        this.reconnect = reconnect;
        this.clients = clients;
        this.thread = thread;
        this.faults = faults;
        this.credentials = faults.signal(name, settings.hubSilentLimit());
        this.sharing = faults.signal("sharing out partitions of " + name, settings.maxWithoutLoadBalancing());
        this.unsettled = faults.signal("events of " + name, Duration.ZERO);
        this.clocks = clocks;
        this.nextRefresh = clocks.now();
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
        sharing.close();
        unsettled.close();
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
            failure = new Failure(Causes.text(cause), clocks.wall().instant());
            roundFailed = true;
            sharing.raise(FaultCode.CHECKPOINT_FAILING, failure.cause(), AwsFailures.classify(cause).remedy());
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
        if (!roundFailed) {
            sharing.clear();
        }
        roundFailed = false;
        standing.forget(ids);
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
        failure = new Failure(why.cause(), clocks.wall().instant());
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
            notKept(e);
        } catch (Throwable e) {
            OutOfMemory.check(e);
            LOG.error("watching the hub failed by an error, it is tried again at the next watch", e);
            notKept(e);
        }
    }

    private void notKept(Throwable e) {
        failure = new Failure(Causes.text(e), clocks.wall().instant());
        LOG.warn("client could not be made or kept, trying again hub={} cause={}", at(), failure.cause());
        LOG.debug("client could not be made or kept hub={}", at(), e);
    }

    private void watch() {
        if (client == null) {
            HubConnection connection = credentialed(connect);
            if (connection == null) {
                return;
            }
            open(connection);
        } else if (client.isReading() && stalled()) {
            String stall = "no load balancing for " + client.withoutRound().toSeconds() + " s";
            sharing.raise(FaultCode.LOAD_BALANCING_STALLED, stall, null,
                faults.nanos() - client.withoutRound().toNanos());
            rebuildUnlessVain(stall);
        } else if (askDue()) {
            look();
        }
        signals.report();
        reportUnsettled();
    }

    /** First what is known to be under way; else what stands still for a cause that is not known. */
    private void reportUnsettled() {
        HubClient present = client;
        List<PartitionStatus> owned = present == null ? List.of() : present.status();
        lookForStanding(owned);
        Optional<PartitionStatus> oldest = owned.stream()
            .filter(one -> one.oldestUnsettledAge() != null
                && one.oldestUnsettledAge().compareTo(settings.maxUnsettledAge()) > 0)
            .max(Comparator.comparing(PartitionStatus::oldestUnsettledAge));
        oldest.ifPresentOrElse(one -> unsettled.raise(FaultCode.PARTITION_STALLED, "partition " + one.partition()
            + ": event " + one.oldestUnsettled() + " is unsettled since " + one.oldestUnsettledAge().toSeconds() + " s",
            "put right what the faults of queues and routes name; reading goes on by itself",
            faults.nanos() - one.oldestUnsettledAge().toNanos()), this::reportStanding);
    }

    /** Who reads nothing on purpose, or asks a hub that does not answer, does not stand still. */
    private synchronized void lookForStanding(List<PartitionStatus> owned) {
        if (paused || signals.isSilent()) {
            standing.forgetAll();
        } else {
            standing.look(owned, faults.nanos());
        }
    }

    private void reportStanding() {
        long now = faults.nanos();
        standing.longest(settings.maxUnsettledAge(), now).ifPresentOrElse(one -> unsettled.raise(
            FaultCode.PARTITION_STALLED, "partition " + one.partition() + ": its position, "
            + (one.position() == null ? "the start" : "event " + one.position()) + ", has not moved for "
            + one.age().toSeconds() + " s, though " + one.lag() + " events follow",
            "put right what the other faults name; if there is none, the next event may be one that cannot be read:"
            + " let it expire, or set the checkpoint of the partition behind it", now - one.age().toNanos()),
            unsettled::clear);
    }

    /** {@code null} when there are no credentials to connect with: then that is said, and the next watch asks again. */
    private HubConnection credentialed(Supplier<HubConnection> source) {
        try {
            HubConnection connection = source.get();
            credentials.clear();
            return connection;
        } catch (RuntimeException e) {
            failure = new Failure(aboutCredentials(e), clocks.wall().instant());
            credentials.raise(FaultCode.SECRET_UNREADABLE, failure.cause(), null);
            return null;
        }
    }

    /** Others' words about a secret may hold it. */
    private static String aboutCredentials(RuntimeException failure) {
        return failure instanceof CredentialsException ours ? ours.getMessage()
            : "the credentials cannot be read: " + failure.getClass().getName();
    }

    private boolean askDue() {
        long now = faults.nanos();
        Duration again = shorter(TICK.multipliedBy(Math.max(1, unanswered)), ASK_AGAIN);
        return !client.isReading() && unanswered == 0
            || now - askedNanos >= settings.partitionWatchInterval().toNanos()
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
        Set<String> known = partitions;
        Map<String, Checkpoint> rows = ofStore(client::checkpointRows);
        HubDescription described = ask();
        if (described == null) {
            client.unheard();
            return;
        }
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

    /** What the hub says, or {@code null} when it does not answer: then that is said, with the reason. */
    private HubDescription ask() {
        long asked = faults.nanos();
        try {
            HubDescription described = reader.read();
            partitions = described.partitions().keySet();
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
        return client.withoutRound().compareTo(settings.maxWithoutLoadBalancing()) > 0;
    }

    private void refreshCredentials() {
        if (reconnect == null || clocks.now() - nextRefresh < 0) {
            return;
        }
        refreshes++;
        nextRefresh = clocks.now() + settings.backOff().bound(refreshes).toNanos();
        HubConnection fresh = credentialed(reconnect);
        HubClient present = client;
        if (fresh == null) {
            return;
        }
        if (present != null && fresh.sameAs(present.connection())) {
            LOG.debug("credentials refused, and those read anew are the same hub={} nextReadNotBefore={}", fresh,
                clocks.shown(nextRefresh));
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
