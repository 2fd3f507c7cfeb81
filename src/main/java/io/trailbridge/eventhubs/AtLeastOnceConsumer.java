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
 * Reads a hub at least once: an event is checkpointed only when its exchange, and those of all events before it in
 * its partition, have completed. A failed exchange's event is given to the route again, without end.
 *
 * <p>Suspending stops receiving and retries, and keeps the partitions; that is also the first step of Camel's graceful
 * shutdown, which then waits for the exchanges in the route. Stopping waits for them too, up to the grace, writes the
 * last checkpoints and releases the partitions.
 */
final class AtLeastOnceConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private final AtLeastOnceEndpoint endpoint;
    private final AtLeastOnceEventHubsComponent component;
    private ConsumerThreads threads;
    private volatile HubMaintenance maintenance;
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
        HubMaintenance upkeep = new HubMaintenance(endpoint.name(), settings, endpoint::connection,
            endpoint.reconnection(), connection -> new HubClient(connection, new HubClient.Needs(settings, store,
                new ExchangeRoute(this, connection), meters, component.faults(), own, ages, clocks,
                endpoint.getConfiguration().getEventPosition(), component.positionRules(),
                component.positionReport(), maintenance,
                partitions -> settings.prefetch() > 0 ? ReadAhead.of(settings.prefetch())
                    : ReadAhead.within(component.memory().readAhead(), partitions),
                component.memory().hub())),
            own.supervisor(), component.faults(), clocks);
        maintenance = upkeep;
        component.started(this);
        upkeep.start();
    }

    @Override
    protected void doSuspend() {
        maintenance.pause(true);
    }

    @Override
    protected void doResume() {
        maintenance.pause(false);
    }

    @Override
    protected void doStop() throws Exception {
        if (maintenance != null) {
            try {
                maintenance.stop(forced ? Duration.ZERO : endpoint.settings().stopGrace());
            } finally {
                maintenance = null;
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

    /** Exchanges in the route are counted by Camel; events that wait for a retry are left to the next start. */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean now) {
        forced = now;
    }

    ConsumerStatus status() {
        HubMaintenance upkeep = maintenance;
        HubClient client = upkeep == null ? null : upkeep.client();
        HubMaintenance.Failure failure = upkeep == null ? null : upkeep.failure();
        return new ConsumerStatus(getRouteId(), client == null ? endpoint.name() : client.connection().toString(),
            upkeep != null && isStarted(), upkeep != null && upkeep.connected(),
            client == null ? null : client.createdAt(), client == null ? null : client.lastRound(),
            client == null ? List.of() : client.status(), failure == null ? null : failure.cause(),
            failure == null ? null : failure.at());
    }

    int inFlight() {
        HubMaintenance upkeep = maintenance;
        HubClient client = upkeep == null ? null : upkeep.client();
        return client == null ? 0 : client.inFlight();
    }
}
