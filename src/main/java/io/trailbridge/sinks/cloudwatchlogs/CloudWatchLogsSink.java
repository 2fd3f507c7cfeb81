package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.StepContext;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Processor;

/** CloudWatch Logs: OCSF events or envelopes as log events, a log group for each kind of event. */
public final class CloudWatchLogsSink extends SinkDefinition {
    private static final String PREFIX = "trailbridge.cloudwatchlogs";

    public static final Setting QUEUE = queue(
            PREFIX, "CLOUDWATCH_LOGS_QUEUE_URL", "Queue of the CloudWatch Logs sink; setting it turns the sink on");
    public static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages");
    /** A slash and a kind of event follow, 512 characters in all. */
    public static final Setting GROUP = new Setting(
            PREFIX + ".group",
            null,
            "/trailbridge/microsoft-defender-for-cloud",
            Kind.matching(
                    "(?=.{1,447}$)(?!aws/)/?[._A-Za-z0-9-]+(/[._A-Za-z0-9-]+)*",
                    "give what the names of log groups begin with, such as /trailbridge/defender: single slashes"
                            + " between letters, digits, ., _ and -, none at the end, no aws/ in front, and 447"
                            + " characters at most"),
            "Prefix of the log groups, one for each kind of event, such as .../alert");

    public static final Setting STREAM = new Setting(
            PREFIX + ".stream",
            null,
            "trailbridge",
            Kind.matching("[^:*]{1,512}", "give 1 to 512 characters, none of them : or *"),
            "Name of the log stream in each group");
    public static final Setting CREATE = new Setting(
            PREFIX + ".create", null, "false", Kind.flag(), "Whether to create and tag missing log groups and streams");
    public static final Setting FORMAT = new Setting(
            PREFIX + ".format",
            null,
            "ocsf",
            Kind.oneOf("ocsf", "envelope"),
            "ocsf (1.7.0; an event that OCSF has no class for is sent in its envelope) or envelope");
    public static final Setting CONSUMERS = consumers(PREFIX, 2);
    public static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 120);
    public static final Setting MAX_IN_FLIGHT = new Setting(
            PREFIX + ".maxInFlight",
            null,
            "10000",
            Kind.number(10_000, 100_000),
            "Maximum number of log events in flight, at least 10000");

    public CloudWatchLogsSink() {
        super("cloudwatch-logs", QUEUE, DEAD_LETTERS);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.of(new AwsService("CloudWatch Logs", "cloudwatchlogs", "logs"));
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                QUEUE, DEAD_LETTERS, GROUP, STREAM, CREATE, FORMAT, CONSUMERS, VISIBILITY_TIMEOUT, MAX_IN_FLIGHT);
    }

    @Override
    public Map<String, Processor> steps(StepContext context) {
        LeftOut leftOut = LeftOut.nothing(id(), context.meters());
        return Map.of(
                "toCloudWatchLogs",
                context.settings().text(FORMAT).equals("envelope") ? envelopes(leftOut) : events(context, leftOut));
    }

    private static Processor envelopes(LeftOut leftOut) {
        return exchange -> {
            Envelope envelope = exchange.getMessage().getMandatoryBody(Envelope.class);
            String kind = Classifier.kindOf(envelope.event());
            exchange.getMessage()
                    .setBody(leftOut.excludesMessage(kind) ? List.of() : entry(kind, envelope, envelope.text()));
        };
    }

    private static Processor events(StepContext context, LeftOut leftOut) {
        OcsfMapper mapper = context.mapper(() -> new OcsfMapper(
                OcsfMapper.VERSION,
                context.settings().flag(Setting.OCSF_RAW_DATA),
                context.mappings(),
                LogEntry.MAX_MESSAGE_BYTES));
        return new MapEvents(mapper::toOcsf, leftOut, CloudWatchLogsSink::logEvent);
    }

    /**
     * Returns the log entry of an event. An event without an OCSF form is logged alone in an envelope; for an event
     * that could not be mapped it returns null, and the event is parked.
     */
    private static Object logEvent(MappedEvent event, Envelope envelope, Supplier<String> alone) {
        String kind = event.kind().id();
        if (!event.failed()) {
            return entry(kind, envelope, event.json());
        }
        return event.kind().hasOcsfForm() ? null : entry(kind, envelope, alone.get());
    }

    /**
     * Creates a log entry. Its time is that of the event's arrival in the hub: the service refuses entries older than
     * 14 days, and an assessment may have had its state for longer. The event itself contains its own time.
     */
    private static LogEntry entry(String kind, Envelope envelope, String text) {
        return new LogEntry(kind, envelope.requiredTime(), text);
    }
}
