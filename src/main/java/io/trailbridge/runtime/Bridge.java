package io.trailbridge.runtime;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
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
 * One Trailbridge: the routes of a folder, what they need, health and metrics. Several may live in one process.
 *
 * <p>{@link #init()} reads the settings, the secret and the route files and checks what can be checked; no event moves
 * before {@link #run()} or {@link #drain()}. {@link #close()} may be called from any thread, more than once: it stops
 * receiving, lets what is in flight settle within the grace, writes the last checkpoints and releases the partitions;
 * what is left then comes again after the next start.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final Settings settings;
    private final Path routes;
    private final Main main = new Main();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private Wiring wiring;

    /**
     * @param settings the settings in force
     * @param routes the folder of the YAML route files
     */
    public Bridge(Settings settings, Path routes) {
        this.settings = settings;
        this.routes = routes;
    }

    /**
     * Makes everything ready.
     *
     * @throws SettingsException if a setting, the secret, a queue, the table or a route file is missing or wrong
     * @throws Exception if AWS does not answer
     */
    public void init() throws Exception {
        main.setPropertyPlaceholderLocations("false");
        main.setInitialProperties(CamelDefaults.of(settings));
        main.configure().withAutoStartup(false);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                wiring = Wiring.of(configured.getCamelContext(), settings);
                List<Resource> loaded = RouteFiles.load(configured.getCamelContext(), routes);
                if (settings.flag(Setting.ROUTES_RELOAD)) {
                    RouteReload.watch(configured.getCamelContext(), routes, loaded);
                }
            }
        });
        try {
            main.start();
        } catch (FailedToCreateRouteException broken) {
            throw RouteFiles.broken("route " + broken.getRouteId(), broken);
        } catch (Exception failed) {
            throw StartFailure.explained(failed);
        }
        LOG.info("trailbridge version={} mode={} sinks={} hub={}", Version.current(), settings.text(Setting.MODE),
                String.join(",", wiring.sinks().names()), wiring.hub());
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
    }

    /**
     * Takes what is in the hub now, delivers what is in the queues, and stops the routes. Blocks until all of it is
     * checkpointed, accepted or parked, however long an outage lasts, or until {@link #close()}.
     */
    public void drain() throws Exception {
        Drain drain = wiring.drain();
        start();
        if (drain.await(closed)) {
            context().setAutoStartup(false);
            receiveNoMore();
            context().getRouteController().stopAllRoutes();
        }
    }

    /**
     * Routes are stopped one after the other, each waiting for its long poll. Those whose turn comes later must not begin
     * another meanwhile.
     */
    private void receiveNoMore() {
        for (Route route : context().getRoutes()) {
            if (route.getConsumer() instanceof ScheduledPollConsumer queue) {
                queue.suspend();
            }
        }
    }

    /** Whether {@link #close()} has been called. */
    public boolean isClosed() {
        return closing.get();
    }

    /** A thread of Trailbridge's has ended by an error: liveness is down from now on. Any thread. */
    public void workerDied(String thread, Throwable error) {
        Faults faults = context().getRegistry().lookupByNameAndType("faults", Faults.class);
        if (faults != null) {
            faults.signal("thread " + thread, Duration.ZERO).raise(FaultCode.WORKER_DIED, String.valueOf(error),
                    "restart it; liveness asks for that, too");
        }
    }

    /** Waits for {@link #close()}, at most so long. */
    public void awaitClosed(Duration atMost) throws InterruptedException {
        closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        closed.countDown();
        if (wiring == null) {
            main.stop();
            return;
        }
        LOG.info("stopping grace={} s", settings.duration(Setting.STOP_GRACE).toSeconds());
        main.stop();
        wiring.close();
        LOG.info("stopped");
    }

    /** The Camel context; null before {@link #init()}. */
    public CamelContext context() {
        return main.getCamelContext();
    }
}
