package io.trailbridge.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.batch.camel.BatchComponent;
import io.trailbridge.eventhubs.AtLeastOnceEventHubsComponent;
import io.trailbridge.eventhubs.EventHubCredentials;
import io.trailbridge.eventhubs.EventHubsSettings;
import io.trailbridge.fault.Faults;
import io.trailbridge.health.HealthChecks;
import io.trailbridge.memory.InFlightBytes;
import io.trailbridge.memory.MemoryShares;
import io.trailbridge.pipeline.Classify;
import io.trailbridge.pipeline.DroppedEvents;
import io.trailbridge.pipeline.FailedExchanges;
import io.trailbridge.pipeline.FailureHandling;
import io.trailbridge.pipeline.OpenEnvelope;
import io.trailbridge.pipeline.ParkUnmapped;
import io.trailbridge.pipeline.ParkingLot;
import io.trailbridge.pipeline.RouteRules;
import io.trailbridge.pipeline.SealEnvelope;
import io.trailbridge.pipeline.StalledMessages;
import io.trailbridge.settings.Mode;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.StepContext;
import io.trailbridge.sqs.AttributeFilter;
import io.trailbridge.sqs.ConsumerClient;
import io.trailbridge.sqs.DeadLetterWatch;
import io.trailbridge.sqs.ReceiveFailures;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.sqs.SqsBatchComponent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Builds the objects that the routes use, according to the settings, and binds them to the names that the route files
 * use.
 */
final class Wiring implements AutoCloseable {
    private static final Duration DRAIN_QUIET = Duration.ofSeconds(5);
    private static final Duration DRAIN_LONGEST_WAIT = Duration.ofSeconds(5);

    private final Resources resources;
    private final ConsumerClient sqs;
    private final Sinks sinks;
    private final HubSecret secret;
    private final Checkpoints checkpoints;
    private final EventHubsSettings hubSettings;
    private final FlowLogs flowLogs;

    private Wiring(
            Resources resources,
            ConsumerClient sqs,
            Sinks sinks,
            HubSecret secret,
            Checkpoints checkpoints,
            EventHubsSettings hubSettings,
            FlowLogs flowLogs) {
        this.resources = resources;
        this.sqs = sqs;
        this.sinks = sinks;
        this.secret = secret;
        this.checkpoints = checkpoints;
        this.hubSettings = hubSettings;
        this.flowLogs = flowLogs;
    }

    /**
     * Checks everything that the settings name and prepares the context for its routes.
     *
     * @throws SettingsException if something is missing or wrong; everything created before is closed
     */
    static Wiring of(CamelContext context, Settings settings, Faults faults) {
        Resources resources = new Resources();
        try {
            return of(context, settings, faults, resources);
        } catch (RuntimeException refused) {
            resources.close();
            throw refused;
        }
    }

    private static Wiring of(CamelContext context, Settings settings, Faults faults, Resources resources) {
        Clock clock = Clock.systemUTC();
        MeterRegistry meters = meters(context);
        SecretsManagerClient secretsManager = resources.add(Clients.secretsManager(context));
        HubSecret secret = HubSecret.read(secretsManager, settings, System::nanoTime, faults);
        SqsClient queues = Clients.sqs(context);
        ConsumerClient sqs =
                resources.add(ConsumerClient.wrap(queues, meters, faults, settings.duration(Setting.FAILING_LIMIT)));
        Sinks sinks = Sinks.of(settings, queues);
        Map<String, Processor> steps = steps(sinks, new StepContext(settings, new BatchMeters(meters)));
        EventHubsSettings hubSettings = HubSettings.of(settings);
        Checkpoints checkpoints = resources.add(Checkpoints.of(settings, context, meters));
        FlowLogs flowLogs = !sinks.readFlowLogs()
                ? FlowLogs.OFF
                : FlowLogs.of(
                        context,
                        settings,
                        StorageSecret.read(secretsManager, settings, System::nanoTime, faults),
                        meters,
                        faults);
        resources.add(flowLogs);
        StalledMessages stalled = resources.add(new StalledMessages(
                context,
                StalledMessages::isQueue,
                settings.duration(Setting.MAX_UNSETTLED_AGE).plus(longestWait(settings)),
                faults));
        DeadLetterWatch deadLetters = resources.add(new DeadLetterWatch(queues, sinks.queues(), sqs, faults, meters));
        Wiring wiring = new Wiring(resources, sqs, sinks, secret, checkpoints, hubSettings, flowLogs);
        wiring.addComponents(context, settings, meters, faults);
        steps.forEach((name, step) -> context.getRegistry().bind(name, Processor.class, step));
        flowLogs.bind(context.getRegistry());
        wiring.addHandling(context, clock, faults);
        context.getManagementStrategy().addEventNotifier(new FailedExchanges());
        context.addRoutePolicyFactory(
                (camel, routeId, route) -> new DroppedEvents(routeId, DroppedEvents::isSource, meters, faults));
        wiring.addProperties(context, settings);
        deadLetters.start();
        stalled.start();
        return wiring;
    }

    private static Map<String, Processor> steps(Sinks sinks, StepContext context) {
        Map<String, Processor> steps = new LinkedHashMap<>();
        sinks.on().forEach(sink -> steps.putAll(sink.steps(context)));
        return steps;
    }

    Sinks sinks() {
        return sinks;
    }

    String hub() {
        return secret.current().fullyQualifiedNamespace() + "/"
                + secret.current().eventHubName();
    }

    /**
     * Checks the hubs that the routes read.
     *
     * @throws SettingsException if one of them refuses
     */
    void checkHub(CamelContext context) {
        try {
            context.getRoutes().forEach(route -> hub(context).verify(route.getEndpoint()));
        } catch (IllegalStateException | IllegalArgumentException refused) {
            throw new SettingsException(refused.getMessage(), refused);
        }
    }

    /** Returns what consumers of the hub wait for before they can read, one string each. */
    List<String> notYetConnected(CamelContext context) {
        return hub(context).status().stream()
                .filter(consumer -> consumer.startedAt() == null)
                .map(consumer -> "route " + consumer.routeId() + " is not connected to " + consumer.hub() + " yet")
                .toList();
    }

    private static AtLeastOnceEventHubsComponent hub(CamelContext context) {
        return context.getComponent("azure-eventhubs", AtLeastOnceEventHubsComponent.class);
    }

    Drain drain(CamelContext context) {
        return new Drain(hub(context).drainTargets(), sinks.queues(), sqs.client(), DRAIN_QUIET);
    }

    /** Stops receiving from all queues. Returns at once. */
    void beginStop() {
        sqs.beginStop();
    }

    @Override
    public void close() {
        resources.close();
    }

    private void addComponents(CamelContext context, Settings settings, MeterRegistry meters, Faults faults) {
        AtLeastOnceEventHubsComponent hub = new AtLeastOnceEventHubsComponent();
        hub.setSettings(hubSettings);
        hub.setCredentialsSource(secret);
        hub.setCheckpointStore(checkpoints.store());
        hub.setMeterRegistry(meters);
        hub.setFaults(faults);
        hub.setPositionRules(HubSettings.positionRules(settings));
        MemoryShares memory = memory(settings);
        hub.setMemory(memory);
        gauge(meters, "hub", memory.hub());
        gauge(meters, "sinks", memory.sinks());
        context.addComponent("azure-eventhubs", hub);
        SqsBatchComponent queues = context.getComponent("sqs-batch", SqsBatchComponent.class);
        queues.setEventsPerMessage(settings.number(Setting.EVENTS_PER_MESSAGE));
        queues.setBytesPerMessage(Math.min(queues.getBytesPerMessage(), sinks.maxMessageBytes()));
        List<BatchComponent> senders = new ArrayList<>();
        senders.add(queues);
        Catalog.SINKS.stream()
                .flatMap(sink -> sink.scheme().stream())
                .forEach(scheme -> senders.add(context.getComponent(scheme, BatchComponent.class)));
        // The region is determined once, for the queues; endpoints without a region use it too.
        String region = sqs.client().serviceClientConfiguration().region().id();
        senders.forEach(sender -> {
            sender.setMeterRegistry(meters);
            sender.setFaults(faults);
            sender.setFailingLimit(settings.duration(Setting.FAILING_LIMIT));
            sender.setMemory(memory.sinks());
            sender.setDefaultRegion(region);
        });
        // Created here so that it is 0 from the start: an alert on it must not wait for the first dead-lettered
        // message.
        sinks.queues()
                .all()
                .forEach(queue -> meters.counter("trailbridge.dead.lettered", "queue", queue.deadLetterName()));
        List<BatchStatusSource> statuses = new ArrayList<>(senders);
        statuses.add(sqs);
        statuses.addAll(flowLogs.statuses());
        HealthChecks.register(
                context,
                hub::status,
                () -> statuses.stream()
                        .flatMap(source -> source.batchStatuses().stream())
                        .toList(),
                faults);
    }

    private void addHandling(CamelContext context, Clock clock, Faults faults) {
        Classify classify = new Classify(sinks.noticesGoApart());
        SealEnvelope seal = new SealEnvelope(Version.current(), clock, sinks::maxMessageBytes);
        Registry registry = context.getRegistry();
        AttributeFilter.install(context);
        registry.bind("sqsClient", SqsClient.class, sqs.client());
        registry.bind("sinkQueues", SinkQueues.class, sinks.queues());
        registry.bind("receiveFailures", new ReceiveFailures(sqs));
        registry.bind("classify", classify);
        registry.bind("sealEnvelope", seal);
        registry.bind("openEnvelope", new OpenEnvelope());
        registry.bind("parkUnmapped", new ParkUnmapped());
        Processor classified = exchange -> {
            classify.process(exchange);
            seal.process(exchange);
        };
        ParkingLot parkingLot = new ParkingLot(
                sinks.queues(), sinks::thatTake, List.of(classified, seal, seal.raw(), seal.notice()), clock);
        try {
            context.addRoutesConfigurations(
                    new FailureHandling(parkingLot, Duration.ofMillis(500), Duration.ofSeconds(30), faults));
        } catch (Exception impossible) {
            throw new IllegalStateException("the failure handling of the routes cannot be built", impossible);
        }
        ((ModelCamelContext) context).addModelLifecycleStrategy(new RouteRules(context::resolvePropertyPlaceholders));
    }

    private void addProperties(CamelContext context, Settings settings) {
        EventHubCredentials credentials = secret.current();
        Properties properties = new Properties();
        settings.asProperties().forEach(properties::setProperty);
        properties.putAll(Map.of(
                "trailbridge.eventhubs.namespace", credentials.fullyQualifiedNamespace(),
                "trailbridge.eventhubs.name", credentials.eventHubName(),
                "trailbridge.eventhubs.consumerGroup", credentials.consumerGroup(),
                "trailbridge.allSinks", String.join(",", sinks.names()),
                "trailbridge.sinks", String.join(",", sinks.ofEvents()),
                "trailbridge.flowlogs.sinks", String.join(",", sinks.ofFlowLogNotices())));
        for (SinkDefinition sink : Catalog.SINKS) {
            properties.setProperty(sink.enabledProperty(), String.valueOf(sinks.has(sink)));
            sink.longestWait()
                    .ifPresent(setting -> properties.setProperty(
                            setting.property(),
                            Long.toString(appliedWait(settings, setting).toMillis())));
        }
        context.getPropertiesComponent().setOverrideProperties(properties);
    }

    /** Returns how long an event may wait in any of the sinks before it is sent. */
    private static Duration longestWait(Settings settings) {
        return Catalog.SINKS.stream()
                .flatMap(sink -> sink.longestWait().stream())
                .map(setting -> appliedWait(settings, setting))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Returns the wait that applies. A drain ends when everything is delivered: it must not wait for batches to fill. */
    private static Duration appliedWait(Settings settings, Setting setting) {
        Duration wait = settings.duration(setting);
        return Mode.of(settings).drains() && wait.compareTo(DRAIN_LONGEST_WAIT) > 0 ? DRAIN_LONGEST_WAIT : wait;
    }

    private static MemoryShares memory(Settings settings) {
        long heap = Runtime.getRuntime().maxMemory();
        try {
            return settings.isSet(Setting.MEMORY_IN_FLIGHT)
                    ? MemoryShares.of(settings.bytes(Setting.MEMORY_IN_FLIGHT), heap)
                    : MemoryShares.ofHeap(heap);
        } catch (IllegalArgumentException wrong) {
            throw settings.wrong(Setting.MEMORY_IN_FLIGHT, wrong.getMessage());
        }
    }

    private static void gauge(MeterRegistry meters, String at, InFlightBytes bytes) {
        Gauge.builder("trailbridge.memory.in.flight.bytes", bytes, InFlightBytes::held)
                .description("Bytes of events held")
                .tag("at", at)
                .strongReference(true)
                .register(meters);
    }

    private static MeterRegistry meters(CamelContext context) {
        MeterRegistry known = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (known == null) {
            known = new SimpleMeterRegistry();
            context.getRegistry().bind("meterRegistry", MeterRegistry.class, known);
        }
        return known;
    }
}
