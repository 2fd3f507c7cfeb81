package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.aws.ServiceErrors;
import io.trailbridge.aws.ServiceErrors.Meaning;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.StepContext;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.asff.AsffMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Processor;

/** Security Hub: findings in ASFF. */
public final class SecurityHubSink extends SinkDefinition {
    private static final String PREFIX = "trailbridge.securityhub";

    public static final Setting QUEUE =
            queue(PREFIX, "SECURITY_HUB_QUEUE_URL", "Queue of the Security Hub sink; setting it turns the sink on");
    public static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages");
    public static final Setting PRODUCT = new Setting(
            PREFIX + ".productArn",
            null,
            "",
            Kind.accepting(
                    text -> ProductArn.read(text).isPresent(),
                    "give the ARN of the default product of the importing account, such as " + ProductArn.EXAMPLE),
            "ARN of the product in the importing account: arn:aws:securityhub:REGION:ACCOUNT:product/ACCOUNT/default");
    public static final Setting LEAVE_OUT = new Setting(
            PREFIX + ".leaveOut",
            null,
            "secure-score,secure-score-control",
            Kind.list(),
            "Kinds of events that do not become findings, separated by commas, or none; they are counted");
    public static final Setting CONSUMERS = consumers(PREFIX, 2);
    public static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 120);
    public static final Setting MAX_IN_FLIGHT = new Setting(
            PREFIX + ".maxInFlight", null, "2000", Kind.number(100, 100_000), "Maximum number of findings in flight");

    private static final Meaning NOT_ENABLED =
            new Meaning(FaultCode.TARGET_MISSING, "enable Security Hub in the account and region of the product ARN");
    /** The errors of BatchImportFindings that are about the account: those of a call, and those of a finding. */
    public static final ServiceErrors ERRORS =
            new ServiceErrors(Map.of("InvalidAccessException", NOT_ENABLED, "InvalidAccess", NOT_ENABLED));

    public SecurityHubSink() {
        super("security-hub", QUEUE, DEAD_LETTERS);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.of(new AwsService("Security Hub", "securityhub", "securityhub"));
    }

    @Override
    public List<Setting> settings() {
        return List.of(QUEUE, DEAD_LETTERS, PRODUCT, LEAVE_OUT, CONSUMERS, VISIBILITY_TIMEOUT, MAX_IN_FLIGHT);
    }

    @Override
    protected Map<Setting, String> required() {
        return Map.of(PRODUCT, "it names region and account that findings are imported into");
    }

    @Override
    public void check(Settings settings) {
        leftOut(settings);
    }

    @Override
    public Map<String, Processor> steps(StepContext context) {
        ProductArn product = ProductArn.parse(context.settings().text(PRODUCT));
        AsffMapper mapper = context.mapper(
                () -> new AsffMapper(product.account(), product.region(), product.partition(), context.mappings()));
        Set<EventKind> leftOut = leftOut(context.settings());
        LeftOut rule = new LeftOut(
                id(), event -> leftOut.contains(event.kind()) || LeftOut.isCleanScan(event), context.meters());
        return Map.of("toSecurityHub", new MapEvents(mapper::toAsff, rule, MapEvents.TEXT));
    }

    /**
     * Returns the kinds of events that Security Hub does not receive; throws {@code SettingsException} if one of them is
     * not a kind of event.
     */
    private static Set<EventKind> leftOut(Settings settings) {
        String kinds = settings.text(LEAVE_OUT);
        if (kinds.equals("none")) {
            return Set.of();
        }
        return Arrays.stream(kinds.split(","))
                .map(name -> Arrays.stream(EventKind.values())
                        .filter(kind -> kind.id().equals(name))
                        .findFirst()
                        .orElseThrow(() -> settings.wrong(
                                LEAVE_OUT,
                                "'" + name + "' is no kind of event: give none, or of "
                                        + Arrays.stream(EventKind.values())
                                                .map(EventKind::id)
                                                .collect(Collectors.joining(", ")))))
                .collect(Collectors.toSet());
    }
}
