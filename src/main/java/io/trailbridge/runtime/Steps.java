package io.trailbridge.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.cloudwatchlogs.LogEntry;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.asff.AsffMapper;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** The mapping step of each sink that is on, under the name that its route file uses. */
final class Steps {
    private final Settings settings;
    private final BatchMeters meters;
    private final Map<String, Processor> byName = new LinkedHashMap<>();

    private Steps(Settings settings, MeterRegistry registry) {
        this.settings = settings;
        this.meters = new BatchMeters(registry);
    }

    /**
     * Creates the steps.
     *
     * @param on the sinks that are on
     * @throws SettingsException when one of the user's mappings is wrong
     */
    static Steps of(Settings settings, Predicate<Sink> on, MeterRegistry registry) {
        Steps steps = new Steps(settings, registry);
        if (on.test(Sink.CLOUDTRAIL)) {
            steps.byName.put("toCloudTrail", steps.toCloudTrail());
        }
        if (on.test(Sink.SECURITY_HUB)) {
            steps.byName.put("toFindings", steps.toFindings());
        }
        if (on.test(Sink.SECURITY_LAKE)) {
            steps.byName.put("toLakeRows", steps.toLakeRows());
        }
        if (on.test(Sink.CLOUDWATCH_LOGS)) {
            steps.byName.put("toLogEvents", steps.toLogEvents());
        }
        return steps;
    }

    void bind(Registry registry) {
        byName.forEach((name, step) -> registry.bind(name, Processor.class, step));
    }

    private Processor toCloudTrail() {
        String[] parts = settings.text(Setting.CLOUDTRAIL_CHANNEL).split(":");
        CloudTrailMapper mapper = made(() -> new CloudTrailMapper(
                parts[4], settings.checked(Setting.CLOUDTRAIL_EVENT_SOURCE), mappings()));
        return new MapEvents(mapper::toCloudTrail, LeftOut.nothing(Sink.CLOUDTRAIL.id(), meters), MapEvents.TEXT);
    }

    private Processor toFindings() {
        String[] parts = settings.text(Setting.SECURITY_HUB_PRODUCT).split("[:/]");
        AsffMapper mapper = made(() -> new AsffMapper(parts[4], parts[3], parts[1], mappings()));
        Set<EventKind> leftOut = leftOutOfSecurityHub(settings);
        return new MapEvents(mapper::toAsff,
                new LeftOut(Sink.SECURITY_HUB.id(),
                        event -> leftOut.contains(event.kind()) || LeftOut.isCleanScan(event), meters),
                MapEvents.TEXT);
    }

    /**
     * Returns the kinds of events that Security Hub does not receive.
     *
     * @throws SettingsException if one of them is not a kind of event
     */
    static Set<EventKind> leftOutOfSecurityHub(Settings settings) {
        String kinds = settings.text(Setting.SECURITY_HUB_LEAVE_OUT);
        if (kinds.equals("none")) {
            return Set.of();
        }
        return Arrays.stream(kinds.split(",")).map(name -> Arrays.stream(EventKind.values())
                .filter(kind -> kind.id().equals(name)).findFirst()
                .orElseThrow(() -> settings.wrong(Setting.SECURITY_HUB_LEAVE_OUT, "'" + name + "' is no kind of event:"
                        + " give none, or of " + Arrays.stream(EventKind.values()).map(EventKind::id)
                                .collect(Collectors.joining(", "))))).collect(Collectors.toSet());
    }

    private Processor toLakeRows() {
        String version = settings.text(Setting.LAKE_OCSF_VERSION);
        OcsfMapper mapper = made(() -> new OcsfMapper(version, settings.flag(Setting.OCSF_RAW_DATA), mappings()));
        return new MapEvents(mapper::toOcsf,
                new LeftOut(Sink.SECURITY_LAKE.id(), LeftOut::isCleanScan, meters), MapEvents.TEXT);
    }

    private Processor toLogEvents() {
        LeftOut leftOut = LeftOut.nothing(Sink.CLOUDWATCH_LOGS.id(), meters);
        if (settings.text(Setting.LOGS_FORMAT).equals("envelope")) {
            return exchange -> {
                Envelope envelope = exchange.getMessage().getMandatoryBody(Envelope.class);
                String kind = Classifier.kindOf(envelope.event());
                exchange.getMessage().setBody(
                        leftOut.excludesMessage(kind) ? List.of() : entry(kind, envelope, envelope.text()));
            };
        }
        OcsfMapper mapper = made(() -> new OcsfMapper(OcsfMapper.VERSION, settings.flag(Setting.OCSF_RAW_DATA),
                mappings(), LogEntry.MAX_MESSAGE_BYTES));
        return new MapEvents(mapper::toOcsf, leftOut, Steps::logEvent);
    }

    /**
     * Returns the log entry of an event. An event without an OCSF form is logged alone in an envelope; for an event
     * that could not be mapped it returns null, and the event is parked.
     */
    private static Object logEvent(MappedEvent event, Envelope envelope, Supplier<String> alone) {
        if (!event.failed()) {
            return entry(event.kind().id(), envelope, event.json());
        }
        boolean formless = event.kind() == EventKind.UNRECOGNISED || event.kind() == EventKind.BLOB_CREATED
                || event.kind() == EventKind.MALWARE_SCAN;
        return formless ? entry(event.kind().id(), envelope, alone.get()) : null;
    }

    /**
     * Creates a log entry. Its time is that of the event's arrival in the hub: the service refuses entries older than
     * 14 days, and an assessment may have had its state for longer. The event itself contains its own time.
     */
    private static LogEntry entry(String kind, Envelope envelope, String text) {
        return new LogEntry(kind, envelope.requiredTime(), text);
    }

    private <T> T made(Supplier<T> mapper) {
        try {
            return mapper.get();
        } catch (IllegalArgumentException broken) {
            throw new SettingsException(Setting.MAPPINGS.names() + ": "
                    + broken.getMessage().strip().replaceAll("\\s*\\R\\s*", " "), broken);
        }
    }

    /** Returns the folder of the user's own mappings; null when there are none. */
    private Path mappings() {
        return settings.isSet(Setting.MAPPINGS) ? Path.of(settings.text(Setting.MAPPINGS)) : null;
    }
}
