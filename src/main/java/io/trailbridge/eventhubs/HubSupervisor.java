package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Supervises the client of a consumer. Creates it, and rebuilds it when the hub's partitions change (the SDK keeps the
 * first list forever), when credentials were refused and others are available, when load balancing has stalled, or when
 * an owned partition is not read. The last two cases use a back-off: after a rebuild that did not help, the next one
 * comes later.
 *
 * <p>All work runs on one thread, so that nothing happens twice; {@link #stop} waits for work in progress.
 */
final class HubSupervisor implements HubEvents {
    private static final Logger LOG = LoggerFactory.getLogger(HubSupervisor.class);

    /** The last failure that an operator should know about. */
    record Failure(String cause, Instant at) {}

    private final String name;
    private final EventHubsSettings settings;
    private final BiFunction<HubAddress, HubEvents, HubClient> clients;
    private final ScheduledExecutorService thread;
    private final Faults faults;
    private final Clocks clocks;
    private final HubCredentials credentials;
    private final HubContact contact;
    private final StalledPartitions stalled;
    private final FaultSignal sharing;
    private final RebuildPace rebuilds;

    private volatile HubClient client;
    private volatile Failure failure;
    /** Whether a round has failed since the rows were last read: a round that reads them may still fail to claim. */
    private volatile boolean roundFailed;

    private volatile boolean stopping;
    private Set<String> partitions;

    @GuardedBy("this")
    private boolean paused;

    /**
     * @param name      the name of the hub until there is a connection
     * @param connect   returns the connection from the present credentials; may throw
     * @param reconnect the same after reading the credentials again, or {@code null} when they cannot change
     */
    HubSupervisor(
            String name,
            EventHubsSettings settings,
            Supplier<HubAddress> connect,
            Supplier<HubAddress> reconnect,
            BiFunction<HubAddress, HubEvents, HubClient> clients,
            ScheduledExecutorService thread,
            Faults faults,
            Clocks clocks) {
        this.name = name;
        this.settings = settings;
        this.clients = clients;
        this.thread = thread;
        this.faults = faults;
        this.clocks = clocks;
        this.credentials = new HubCredentials(
                connect, reconnect, faults.signal(name, settings.hubSilentLimit()), settings.backOff(), clocks);
        this.contact = new HubContact(settings, faults, this::doubted);
        this.stalled =
                new StalledPartitions(faults.signal("events of " + name, Duration.ZERO), settings.maxUnsettledAge());
        this.sharing = faults.signal("load balancing of partitions of " + name, settings.maxWithoutLoadBalancing());
        this.rebuilds = new RebuildPace(settings.maxWithoutLoadBalancing());
    }

    void start() {
        long interval = HubContact.shorter(HubContact.TICK, settings.partitionWatchInterval())
                .toMillis();
        thread.scheduleWithFixedDelay(() -> guarded(this::watch), 0, interval, TimeUnit.MILLISECONDS);
    }

    /** Returns the present client, or {@code null}. */
    HubClient client() {
        return client;
    }

    Failure failure() {
        return failure;
    }

    boolean connected() {
        return contact.isConnected();
    }

    /** Pauses or resumes the present client at once. A client that is created while {@code on} is set starts paused. */
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

    /** Stops the client in an orderly way. An interrupt ends the waiting, not the stop. */
    void stop(Duration grace) {
        stopping = true;
        HubClient present = client;
        if (present != null) {
            present.pause();
        }
        thread.shutdown();
        contact.giveUp();
        boolean interrupted = false;
        try {
            // A rebuild in progress stops its own client within its grace period.
            if (!thread.awaitTermination(settings.stopGrace().plusSeconds(45).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the rebuild of the client did not end in time, as hub or checkpoint table do not answer; the "
                        + "stop continues, and what was in flight is delivered again");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        contact.close();
        credentials.close();
        sharing.close();
        stalled.close();
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
        // A failure of a partition came from its link; any other may have come from the checkpoint store.
        if (partition == null && !HubFailure.isOfHub(cause)) {
            roundFailed = true;
            remember(Causes.text(cause));
            sharing.raise(
                    FaultCode.CHECKPOINT_FAILING,
                    failure.cause(),
                    AwsFailures.classify(cause).remedy());
            LOG.debug("load balancing of partitions failed hub={}", at(), cause);
            return;
        }
        HubFailure why = HubFailure.of(cause);
        if (partition != null) {
            contact.signals().failed(partition, why);
        }
        LOG.debug("hub failed hub={} partition={}", at(), partition, cause);
        contact.doubt(why);
        submit(this::watch);
    }

    @Override
    public void heard(String partition) {
        contact.heard();
        contact.signals().read(partition);
    }

    @Override
    public void claimed(String partition) {
        contact.signals().claimed(partition);
    }

    @Override
    public void held(String partition) {
        contact.signals().others(List.of(partition));
    }

    @Override
    public boolean isUnread(String partition) {
        return contact.signals().isUnread(partition);
    }

    @Override
    public void others(Collection<String> ids) {
        if (!roundFailed) {
            sharing.clear();
        }
        roundFailed = false;
        stalled.forget(ids);
        contact.signals().others(ids);
    }

    @Override
    public void rebuildWanted(String reason) {
        submit(() -> rebuildUnlessVain(reason));
    }

    private void doubted(HubFailure why) {
        remember(why.cause());
        if (why.code() == FaultCode.HUB_ACCESS_DENIED) {
            submit(this::refreshCredentials);
        }
    }

    private void remember(String cause) {
        failure = new Failure(cause, clocks.wall().instant());
    }

    private String at() {
        HubClient present = client;
        return present == null ? name : present.connection().toString();
    }

    private void submit(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            // If it was rejected while the supervisor runs, the next watch does the work.
            ConsumerThreads.stopped(thread, e, "repair of the client");
        }
    }

    /**
     * Runs work. Work that fails in any way is done again at the next watch, because nothing else supervises the
     * client.
     */
    private void guarded(Runnable work) {
        if (stopping) {
            return;
        }
        try {
            work.run();
        } catch (Throwable e) {
            OutOfMemory.check(e);
            remember(Causes.text(e));
            LOG.warn("client could not be created or kept, retrying hub={} cause={}", at(), failure.cause());
            LOG.atLevel(e instanceof Error ? Level.ERROR : Level.DEBUG)
                    .log("client could not be created or kept hub={}", at(), e);
        }
    }

    private void watch() {
        if (client == null) {
            HubAddress connection = connection();
            if (connection == null) {
                return;
            }
            open(connection);
        } else if (client.isReading() && isStalled()) {
            String stall = "no load balancing for " + client.withoutRound().toSeconds() + " s";
            sharing.raise(
                    FaultCode.LOAD_BALANCING_STALLED,
                    stall,
                    null,
                    faults.nanos() - client.withoutRound().toNanos());
            rebuildUnlessVain(stall);
        } else if (contact.isDue() || !client.isReading() && contact.answered()) {
            look();
        }
        contact.signals().report();
        lookForStalls();
    }

    private synchronized void lookForStalls() {
        HubClient present = client;
        stalled.look(
                present == null ? List.of() : present.status(),
                !paused && !contact.signals().isSilent(),
                faults.nanos());
    }

    private HubAddress connection() {
        HubAddress connection = credentials.connection();
        if (connection == null) {
            remember(credentials.problem());
        }
        return connection;
    }

    private void open(HubAddress connection) {
        contact.connect(connection);
        partitions = null;
        HubClient fresh = clients.apply(connection, this);
        synchronized (this) {
            client = fresh;
            if (paused || stopping) {
                fresh.pause();
            }
        }
        look();
    }

    /**
     * Asks the hub and applies its answer. Nothing is read before the first look that succeeds, because it shows
     * whether the checkpoints are of this hub. The list of partitions is read before the SDK reads its own, so that no
     * later partition goes unnoticed.
     */
    private void look() {
        Map<String, Checkpoint> rows = ofStore(client::checkpointRows);
        HubDescription described = contact.ask();
        if (described == null) {
            client.noAnswer();
            return;
        }
        credentials.accepted();
        if (rows == null) {
            // Any change is found again once the store answers.
            return;
        }
        Set<String> known = partitions;
        partitions = described.partitions().keySet();
        String outdated = ofStore(() -> client.describe(rows, described));
        if (outdated != null) {
            rebuild(outdated, connection());
        } else if (known != null && !known.equals(partitions)) {
            rebuild("partitions changed from " + known + " to " + partitions, connection());
        }
    }

    /**
     * Calls the store. Reports a failure of the store, for which the hub is not to blame, and then returns
     * {@code null}.
     */
    private <T> T ofStore(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            failed(null, e);
            return null;
        }
    }

    private boolean isStalled() {
        return client.withoutRound().compareTo(settings.maxWithoutLoadBalancing()) > 0;
    }

    private void refreshCredentials() {
        HubClient present = client;
        HubAddress fresh = credentials.refused(present == null ? null : present.connection());
        if (fresh != null) {
            rebuild("credentials refused, others read", fresh);
        }
    }

    /**
     * Rebuilds the client, but not too soon after the last time, and not while the hub is silent: another client would
     * get no answer either.
     */
    private void rebuildUnlessVain(String reason) {
        if (contact.signals().isSilent() || !rebuilds.take(faults.nanos())) {
            LOG.debug("client is not replaced: too soon after the last one, or the hub is silent reason={}", reason);
            return;
        }
        rebuild(reason, connection());
    }

    /** @param next {@code null} when there are no credentials for a new client: the present one then continues */
    private void rebuild(String reason, HubAddress next) {
        if (next == null) {
            return;
        }
        LOG.info("client is replaced reason={}", reason);
        HubClient old = client;
        client = null;
        if (old != null) {
            old.stop(settings.stopGrace());
        }
        if (!stopping) {
            open(next);
        }
    }
}
