package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.MemoryShares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.azure.eventhubs.EventHubsComponent;
import org.apache.camel.component.azure.eventhubs.EventHubsComponentConfigurer;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.apache.camel.component.azure.eventhubs.EventHubsEndpoint;
import org.apache.camel.component.azure.eventhubs.EventHubsEndpointConfigurer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * The {@code azure-eventhubs} component with a consumer that loses no event. Options and producer are those of the
 * stock component. An endpoint without credentials, for example {@code azure-eventhubs:defender}, reads the
 * hub of the {@link CredentialsSource}. Of the stock consumer's options, {@code checkpointBatchSize},
 * {@code checkpointBatchTimeout} and the blob options have no effect.
 *
 * <p>Guarantee: an event is checkpointed only when its exchange and those of all events before it in its partition have
 * ended without an exception. After a crash at most {@code maxInFlight} events per partition are delivered again.
 *
 * <p>Configure it before the context starts. {@link #status} may be called by any thread at any time.
 */
public final class AtLeastOnceEventHubsComponent extends EventHubsComponent {
    private final Set<AtLeastOnceConsumer> consumers = ConcurrentHashMap.newKeySet();
    private EventHubsSettings settings = EventHubsSettings.defaults();
    private CredentialsSource<EventHubCredentials> credentialsSource;
    private CheckpointStore checkpointStore;
    private MeterRegistry meterRegistry;
    private Faults faults = new Faults();
    private Clocks clocks = Clocks.SYSTEM;
    private PositionReport positionReport = new PositionReport(faults);
    private PositionRules positionRules = PositionRules.DEFAULT;

    /**
     * Checks that the hub that a route reads from exists and can be read. A hub that does not answer is left to the
     * consumer. Does nothing for endpoints of other components. Blocks for 30 s at most.
     *
     * @throws IllegalStateException when the hub refuses; names hub, cause and remedy
     */
    public void verify(Endpoint endpoint) {
        if (endpoint instanceof AtLeastOnceEndpoint hub) {
            HubCheck.check(hub.connection());
        }
    }

    private MemoryShares memory = MemoryShares.ofHeap(Runtime.getRuntime().maxMemory());

    /** Returns a snapshot of each consumer that is started or suspended. */
    public List<ConsumerStatus> status() {
        return consumers.stream().map(AtLeastOnceConsumer::status).toList();
    }

    /**
     * Returns what the hubs of the context's routes hold now, each as its route reads it, as the goals of a drain.
     * Blocks.
     *
     * @throws RuntimeException when a hub or the checkpoint store does not answer
     */
    public List<DrainTarget> drainTargets() {
        return ((ModelCamelContext) getCamelContext())
                .getRouteDefinitions().stream()
                        .map(route ->
                                getCamelContext().getEndpoint(route.getInput().getEndpointUri()))
                        .filter(AtLeastOnceEndpoint.class::isInstance)
                        .distinct()
                        .map(endpoint -> backlog((AtLeastOnceEndpoint) endpoint).snapshot())
                        .toList();
    }

    private Backlog backlog(AtLeastOnceEndpoint endpoint) {
        return new Backlog(
                endpoint::connection,
                endpoint.checkpointStore(),
                endpoint.settings().startPosition(),
                endpoint.getConfiguration().getEventPosition(),
                positionRules.onReplacedHub(),
                partition -> inFlight(endpoint, partition),
                System::nanoTime);
    }

    private int inFlight(AtLeastOnceEndpoint endpoint, String partition) {
        return consumers.stream()
                .filter(consumer -> consumer.getEndpoint() == endpoint)
                .flatMap(consumer -> consumer.status().partitions().stream())
                .filter(status -> status.partition().equals(partition))
                .mapToInt(PartitionStatus::inFlight)
                .sum();
    }

    public EventHubsSettings getSettings() {
        return settings;
    }

    public void setSettings(EventHubsSettings settings) {
        this.settings = settings;
    }

    public CredentialsSource<EventHubCredentials> getCredentialsSource() {
        return credentialsSource;
    }

    /** Sets the source of credentials for endpoints without credentials. */
    public void setCredentialsSource(CredentialsSource<EventHubCredentials> credentialsSource) {
        this.credentialsSource = credentialsSource;
    }

    public CheckpointStore getCheckpointStore() {
        return checkpointStore;
    }

    /** Sets the checkpoint store for endpoints that do not name their own. */
    public void setCheckpointStore(CheckpointStore checkpointStore) {
        this.checkpointStore = checkpointStore;
    }

    public MeterRegistry getMeterRegistry() {
        return meterRegistry;
    }

    /** Sets the meter registry. Without it, the one in Camel's registry is used, or else a private one. */
    public void setMeterRegistry(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        SdkLogs.quiet();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        boolean own = credentialsSource == null || namesCredentials(parameters) || hasCredentials(getConfiguration());
        EventHubsConfiguration configuration = own
                ? ((EventHubsEndpoint) super.createEndpoint(uri, remaining, new HashMap<>(parameters)))
                        .getConfiguration()
                : getConfiguration().copy();
        AtLeastOnceEndpoint endpoint = new AtLeastOnceEndpoint(uri, this, configuration, remaining);
        if (own) {
            endpoint.useOwnCredentials();
        }
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static boolean namesCredentials(Map<String, Object> parameters) {
        return List.of(
                        "connectionString",
                        "sharedAccessName",
                        "sharedAccessKey",
                        "tokenCredential",
                        "credentialType",
                        "producerAsyncClient")
                .stream()
                .anyMatch(parameters::containsKey);
    }

    private static boolean hasCredentials(EventHubsConfiguration options) {
        return options.getConnectionString() != null
                || options.getSharedAccessKey() != null
                || options.getTokenCredential() != null
                || options.getCredentialType() != null;
    }

    /** Returns the stock configurer, which Camel finds by name for the stock class only. */
    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new EventHubsComponentConfigurer();
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new EventHubsEndpointConfigurer();
    }

    /** Sets where failures are reported; without it, in the log only. Must be set before the first consumer starts. */
    public void setFaults(Faults faults) {
        this.faults = faults;
        this.positionReport = new PositionReport(faults);
    }

    /** Sets the rules by which positions are decided; {@link PositionRules#DEFAULT} unless set. */
    public void setPositionRules(PositionRules positionRules) {
        this.positionRules = positionRules;
    }

    PositionRules positionRules() {
        return positionRules;
    }

    PositionReport positionReport() {
        return positionReport;
    }

    Faults faults() {
        return faults;
    }

    Clocks clocks() {
        return clocks;
    }

    /** Sets the clocks, for tests that control the time. */
    void setClocks(Clocks clocks) {
        this.clocks = clocks;
    }

    /**
     * Sets how many bytes the consumers may hold; without it, a share of the heap. Must be set before the first
     * consumer starts.
     */
    public void setMemory(MemoryShares memory) {
        this.memory = memory;
    }

    MemoryShares memory() {
        return memory;
    }

    MeterRegistry meters() {
        if (meterRegistry == null) {
            MeterRegistry found = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
            meterRegistry = found != null ? found : new SimpleMeterRegistry();
        }
        Gauge.builder(
                        "trailbridge.in.flight",
                        consumers,
                        all -> all.stream()
                                .mapToInt(AtLeastOnceConsumer::inFlight)
                                .sum())
                .description("Events read and not settled")
                .tag("at", "eventhubs")
                .register(meterRegistry);
        return meterRegistry;
    }

    void started(AtLeastOnceConsumer consumer) {
        consumers.add(consumer);
    }

    void stopped(AtLeastOnceConsumer consumer) {
        consumers.remove(consumer);
    }
}
