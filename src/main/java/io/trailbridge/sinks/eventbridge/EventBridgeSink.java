package io.trailbridge.sinks.eventbridge;

import io.trailbridge.aws.ServiceErrors;
import io.trailbridge.aws.ServiceErrors.Meaning;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.StepContext;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Processor;

/**
 * Amazon EventBridge: OCSF events on an event bus, for rules, Lambda functions and pipes. Source and detail type say of
 * what kind an event is. An event without a form in OCSF comes in its envelope.
 */
public final class EventBridgeSink extends SinkDefinition {
    /** The source of notices of Event Grid, whatever the setting is. */
    static final String EVENT_GRID = "microsoft.event-grid";

    private static final String PREFIX = "trailbridge.eventbridge";
    private static final Map<EventKind, String> DETAIL_TYPES = detailTypes();

    public static final Setting QUEUE =
            queue(PREFIX, null, "Queue of the EventBridge sink; setting it turns the sink on");
    public static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages");
    public static final Setting BUS = new Setting(
            PREFIX + ".busArn",
            null,
            "",
            Kind.accepting(
                    text -> BusArn.read(text).isPresent(), "give the ARN of the event bus, such as " + BusArn.EXAMPLE),
            "ARN of the event bus");
    public static final Setting CHECK_BUS = new Setting(
            PREFIX + ".checkBus",
            null,
            "true",
            Kind.flag(),
            "Whether to check each minute that the bus exists, because EventBridge accepts events for a missing bus and"
                    + " drops them; false for a bus of another account, which cannot be checked");
    public static final Setting SOURCE = new Setting(
            PREFIX + ".source",
            null,
            "microsoft.defender-for-cloud",
            Kind.matching(
                    "(?!aws\\.)[/._A-Za-z0-9-]{1,128}",
                    "give 1 to 128 letters, digits or /._- that do not begin with aws., such as"
                            + " microsoft.defender-for-cloud"),
            "The source of events of Defender for Cloud, by which rules select; events of Event Grid have "
                    + EVENT_GRID);
    public static final Setting CONSUMERS = consumers(PREFIX, 2);
    public static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 120);
    public static final Setting MAX_IN_FLIGHT = new Setting(
            PREFIX + ".maxInFlight",
            null,
            "2000",
            Kind.number(100, 100_000),
            "Maximum number of events in flight to the bus");

    private static final Meaning NOT_ALLOWED = new Meaning(
            FaultCode.ACCESS_DENIED,
            "allow this identity events:PutEvents with this source and detail type in the policy of the bus");
    /** The errors of PutEvents, of a call and of an entry, that every event meets. */
    static final ServiceErrors ERRORS = new ServiceErrors(Map.of(
            "NotAuthorizedForSourceException",
            NOT_ALLOWED,
            "NotAuthorizedForDetailTypeException",
            NOT_ALLOWED,
            "InvalidAccountIdException",
            new Meaning(FaultCode.TARGET_MISSING, "correct the account in the ARN of the bus"),
            "ResourceNotFoundException",
            new Meaning(
                    FaultCode.TARGET_MISSING,
                    "create the event bus or correct its ARN;" + " for a bus of another account set " + PREFIX
                            + ".checkBus to false")));

    public EventBridgeSink() {
        super("eventbridge", QUEUE, DEAD_LETTERS);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.of(new AwsService("EventBridge", "eventbridge", "events"));
    }

    @Override
    public List<Setting> settings() {
        return List.of(QUEUE, DEAD_LETTERS, BUS, CHECK_BUS, SOURCE, CONSUMERS, VISIBILITY_TIMEOUT, MAX_IN_FLIGHT);
    }

    @Override
    protected Map<Setting, String> required() {
        return Map.of(BUS, "it names the event bus that the queue is delivered to");
    }

    @Override
    public Map<String, Processor> steps(StepContext context) {
        String source = context.settings().checked(SOURCE);
        OcsfMapper mapper = context.mapper(() -> new OcsfMapper(
                OcsfMapper.VERSION,
                context.settings().flag(Setting.OCSF_RAW_DATA),
                context.mappings(),
                BusEntry.MAX_DETAIL_BYTES));
        return Map.of(
                "toEventBridge",
                new MapEvents(
                        mapper::toOcsf,
                        LeftOut.nothing(id(), context.meters()),
                        (event, envelope, alone) -> entry(source, event, envelope, alone)));
    }

    /** Returns null for an event that should have a form in OCSF and could not be mapped: it is parked. */
    private static BusEntry entry(String source, MappedEvent event, Envelope envelope, Supplier<String> alone) {
        if (event.failed() && event.kind().hasOcsfForm()) {
            return null;
        }
        return new BusEntry(
                event.kind() == EventKind.BLOB_CREATED ? EVENT_GRID : source,
                DETAIL_TYPES.get(event.kind()),
                envelope.requiredTime(),
                event.failed() ? alone.get() : event.json());
    }

    /** By kind: {@code Defender for Cloud Secure Score}, and the like. */
    private static Map<EventKind, String> detailTypes() {
        Map<EventKind, String> types = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            String words = Arrays.stream(kind.id().split("-"))
                    .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                    .collect(Collectors.joining(" "));
            types.put(kind, (kind == EventKind.BLOB_CREATED ? "Event Grid " : "Defender for Cloud ") + words);
        }
        return types;
    }
}
