package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Reads a hub at least once: an event is checkpointed only when its exchange, and those of all events before it in its
 * partition, have completed. The event of a failed exchange is retried without limit.
 *
 * <p>Suspending stops receiving and retries, and keeps the partitions. It is also the first step of Camel's graceful
 * shutdown, which then waits for the exchanges in the route. Stopping also waits for them, up to the grace period. It
 * then writes the last checkpoints and releases the partitions.
 */
final class AtLeastOnceConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private final AtLeastOnceEndpoint endpoint;
    private final AtLeastOnceEventHubsComponent component;
    private ConsumerThreads threads;
    private volatile HubSupervisor running;
    private volatile boolean forced;

    AtLeastOnceConsumer(AtLeastOnceEndpoint endpoint, AtLeastOnceEventHubsComponent component, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EventHubsSettings settings = endpoint.settings();
        CheckpointStore store = endpoint.checkpointStore();
        MeterRegistry meters = component.meters();
        Clocks clocks = component.clocks();
        ConsumerThreads own = ConsumerThreads.start();
        threads = own;
        forced = false;
        OwnershipAges ages = new OwnershipAges(clocks.nanos());
        HubSupervisor supervisor = new HubSupervisor(
                endpoint.name(),
                settings,
                endpoint::connection,
                endpoint.reconnection(),
                (connection, events) -> new HubClient(
                        connection,
                        new HubClient.Needs(
                                settings,
                                store,
                                new ExchangeDispatcher(this, connection),
                                meters,
                                component.faults(),
                                own,
                                ages,
                                clocks,
                                endpoint.getConfiguration().getEventPosition(),
                                component.positionRules(),
                                component.positionReport(),
                                events,
                                partitions -> settings.prefetch() > 0
                                        ? ReadAhead.of(settings.prefetch())
                                        : ReadAhead.within(component.memory().readAhead(), partitions),
                                component.memory().hub())),
                own.supervisor(),
                component.faults(),
                clocks);
        running = supervisor;
        component.started(this);
        supervisor.start();
    }

    @Override
    protected void doSuspend() {
        running.pause(true);
    }

    @Override
    protected void doResume() {
        running.pause(false);
    }

    @Override
    protected void doStop() throws Exception {
        if (running != null) {
            try {
                running.stop(forced ? Duration.ZERO : endpoint.settings().stopGrace());
            } finally {
                running = null;
                component.stopped(this);
                threads.stop();
            }
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    /**
     * Returns 0: Camel counts the exchanges in the route, and events that wait for a retry are left to the next start.
     */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean now) {
        forced = now;
    }

    ConsumerStatus status() {
        HubSupervisor supervisor = running;
        HubClient client = supervisor == null ? null : supervisor.client();
        HubSupervisor.Failure failure = supervisor == null ? null : supervisor.failure();
        return new ConsumerStatus(
                getRouteId(),
                client == null ? endpoint.name() : client.connection().toString(),
                supervisor != null && isStarted(),
                supervisor != null && supervisor.connected(),
                client == null ? null : client.createdAt(),
                client == null ? null : client.lastRound(),
                client == null ? List.of() : client.status(),
                failure == null ? null : failure.cause(),
                failure == null ? null : failure.at());
    }

    int inFlight() {
        HubSupervisor supervisor = running;
        HubClient client = supervisor == null ? null : supervisor.client();
        return client == null ? 0 : client.inFlight();
    }
}
