package io.trailbridge.runtime;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.health.HealthChecks;
import io.trailbridge.health.StartHealth;
import io.trailbridge.settings.Mode;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Trailbridge instance: the routes of a folder and the objects that they need, health and metrics. Several may run
 * in one process.
 *
 * <p>{@link #init()} reads the settings, the secret and the route files and checks them as far as possible; no event is
 * received before {@link #run()} or {@link #drain()}. {@link #close()} may be called from any thread, more than once:
 * it stops receiving, lets events in flight settle within the grace period, writes the last checkpoints and releases
 * the partitions. Events that are left are delivered again after the next start. Each call of it returns when all of
 * this is done.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final Settings settings;
    private final Path routes;
    private final Faults faults = new Faults();
    private final Main main = new Main();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile ManagementServer management = ManagementServer.OFF;
    private volatile Wiring wiring;
    private StartHealth start;
    private volatile boolean ready;

    /**
     * @param settings the settings in force
     * @param routes the folder of the YAML route files
     */
    public Bridge(Settings settings, Path routes) {
        this.settings = settings;
        this.routes = routes;
    }

    /**
     * Prepares everything.
     *
     * @throws SettingsException if a setting, the secret, a queue, the table or a route file is missing or wrong
     * @throws Exception if AWS does not answer
     */
    public void init() throws Exception {
        SettingRules.check(settings);
        RouteFiles.mustBeFolder(routes);
        main.setPropertyPlaceholderLocations("false");
        Properties camel = CamelDefaults.of(settings);
        ManagementAddress.mustBeFree(camel);
        main.setInitialProperties(camel);
        main.configure().withAutoStartup(false);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                start = HealthChecks.registerStart(
                        configured.getCamelContext(), "checking the secret, queues and table");
                // Started before any step that waits: otherwise it would start only with the context.
                management = ManagementServer.start(configured.getCamelContext());
                wiring = Wiring.of(configured.getCamelContext(), settings, faults);
                List<Resource> loaded = RouteFiles.load(configured.getCamelContext(), routes);
                if (settings.flag(Setting.ROUTES_RELOAD)) {
                    RouteReload.watch(configured.getCamelContext(), routes, loaded, wiring.sinks());
                }
            }
        });
        try {
            main.start();
            RouteFiles.checkThatAllIsRead(context(), wiring.sinks(), routes);
            start.step("checking the hub");
            wiring.checkHub(context());
            start.step("routes are about to start");
        } catch (Exception failed) {
            throw StartFailure.explained(context(), failed);
        }
        ready = true;
        LOG.info(
                "trailbridge version={} mode={} sinks={} hub={}",
                Version.current(),
                Mode.of(settings),
                String.join(",", wiring.sinks().names()),
                wiring.hub());
    }

    /** Runs the routes until {@link #close()}. Blocks. */
    public void run() throws Exception {
        start();
        closed.await();
    }

    /** Starts the routes and returns. */
    public void start() throws Exception {
        context().setAutoStartup(true); // for routes that are edited from now on
        context().getRouteController().startAllRoutes();
        start.routesStarted(this::notYetReading);
    }

    /** Returns the first route that has not polled its source yet; null when all have. */
    private String notYetReading() {
        return Stream.concat(
                        wiring.notYetConnected(context()).stream(),
                        context().getRoutes().stream()
                                .filter(route -> route.getConsumer() instanceof ScheduledPollConsumer queue
                                        && !queue.isConsumerReady())
                                .map(route -> "route " + route.getId() + " has not polled yet"))
                .findFirst()
                .orElse(null);
    }

    /**
     * Receives the events that are in the hub now, delivers the messages in the queues, and stops the routes. Blocks
     * until all of them are checkpointed, accepted or parked, however long an outage lasts, or until {@link #close()}.
     *
     * @throws IllegalStateException after the rest is drained, if events of the hub can never be drained: they expired
     *     meanwhile, or the checkpoint is a position of another hub
     */
    public void drain() throws Exception {
        Drain drain = wiring.drain(context());
        boolean drained = false;
        try {
            start();
            drained = drain.await(closed);
        } finally {
            if (!isClosed()) {
                context().setAutoStartup(false);
                receiveNoMore();
                context().getRouteController().stopAllRoutes();
            }
        }
        if (drained) {
            drain.verify();
        }
    }

    /**
     * Suspends all queue consumers. Routes are stopped one after the other, each waiting for its long poll. Routes that
     * are stopped later must not begin another poll meanwhile.
     */
    private void receiveNoMore() {
        for (Route route : context().getRoutes()) {
            if (route.getConsumer() instanceof ScheduledPollConsumer queue) {
                queue.suspend();
            }
        }
    }

    /** Returns whether {@link #close()} has been called. */
    public boolean isClosed() {
        return closing.get();
    }

    /**
     * Records that a thread of Trailbridge has ended by an error: liveness is down from now on. May be called on any
     * thread.
     */
    public void workerDied(String thread, Throwable error) {
        faults.signal("thread " + thread, Duration.ZERO)
                .raise(FaultCode.WORKER_DIED, String.valueOf(error), "restart it; liveness is down as well");
    }

    /** Waits for {@link #close()}, at most for the given time. */
    public void awaitClosed(Duration atMost) throws InterruptedException {
        closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the faults of this Trailbridge instance. */
    Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            awaitStopped();
            return;
        }
        closed.countDown();
        try {
            stop();
        } finally {
            stopped.countDown();
        }
    }

    private void stop() {
        try {
            stopRoutes();
        } finally {
            management.close();
        }
    }

    private void stopRoutes() {
        Wiring made = wiring;
        if (made == null) {
            main.stop();
            return;
        }
        if (ready) { // otherwise one line has already reported why it could not start
            LOG.info(
                    "stopping grace={} s", settings.duration(Setting.STOP_GRACE).toSeconds());
        }
        made.beginStop();
        try {
            main.stop();
        } finally {
            made.close();
        }
        if (ready) {
            LOG.info("stopped");
        }
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the Camel context; null before {@link #init()}. */
    public CamelContext context() {
        return main.getCamelContext();
    }
}
