package io.trailbridge.sinks.cloudtrail;

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
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;

/** CloudTrail Lake: audit events through a channel. The channel alone turns it on, too. */
public final class CloudTrailSink extends SinkDefinition {
    private static final String PREFIX = "trailbridge.cloudtrail";

    public static final Setting QUEUE =
            queue(PREFIX, "SQS_QUEUE_URL", "Queue of the CloudTrail sink; setting it turns the sink on");
    public static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages");
    public static final Setting CHANNEL = new Setting(
            PREFIX + ".channelArn",
            "CLOUDTRAIL_CHANNEL_ARN",
            "",
            Kind.accepting(
                    text -> ChannelArn.read(text).isPresent(), "give the channel's ARN, such as " + ChannelArn.EXAMPLE),
            "ARN of the CloudTrail channel");
    public static final Setting EXTERNAL_ID = new Setting(
            PREFIX + ".externalId",
            null,
            "",
            Kind.matching("[\\w+=,.@:/-]{2,1224}", "give 2 to 1224 letters, digits or _+=,.@:/-"),
            "External id, if the channel's policy requires one");
    /** The service accepts up to 1,024 characters. */
    public static final Setting EVENT_SOURCE = new Setting(
            PREFIX + ".eventSource",
            null,
            "microsoft-defender-for-cloud",
            Kind.matching(
                    "[!-~]{1,1024}",
                    "give 1 to 1024 ASCII characters without blanks, such as microsoft-defender-for-cloud"),
            "The eventSource of audit events of Defender for Cloud, by which saved queries select");

    public static final Setting CONSUMERS = consumers(PREFIX, 4);
    public static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 120);
    public static final Setting MAX_IN_FLIGHT = new Setting(
            PREFIX + ".maxInFlight",
            null,
            "2000",
            Kind.number(100, 100_000),
            "Maximum number of audit events in flight to the channel");

    private static final String CORRECT_THE_CHANNEL = "create the channel or correct its ARN, region and account";
    /** The errors of PutAuditEvents that are about the channel. */
    public static final ServiceErrors ERRORS = new ServiceErrors(Map.of(
            "ChannelNotFound", new Meaning(FaultCode.TARGET_MISSING, CORRECT_THE_CHANNEL),
            "InvalidChannelARN", new Meaning(FaultCode.TARGET_MISSING, CORRECT_THE_CHANNEL),
            "ChannelUnsupportedSchema",
                    new Meaning(
                            FaultCode.TARGET_MISSING, "give the channel an event data store for integration events"),
            "ChannelInsufficientPermission",
                    new Meaning(
                            FaultCode.ACCESS_DENIED,
                            "allow this identity the call in its IAM policy and the channel's policy")));

    public CloudTrailSink() {
        super("cloudtrail", QUEUE, DEAD_LETTERS);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.of(new AwsService("CloudTrail Lake", "cloudtraildata", "cloudtrail-data"));
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                QUEUE, DEAD_LETTERS, CHANNEL, EXTERNAL_ID, EVENT_SOURCE, CONSUMERS, VISIBILITY_TIMEOUT, MAX_IN_FLIGHT);
    }

    @Override
    protected Map<Setting, String> required() {
        return Map.of(CHANNEL, "it names the channel that the queue is delivered to");
    }

    @Override
    public boolean isOn(Settings settings) {
        return super.isOn(settings) || settings.isSet(CHANNEL);
    }

    @Override
    public Optional<String> scheme() {
        return Optional.of("cloudtrail-channel");
    }

    @Override
    public Map<String, Processor> steps(StepContext context) {
        String account = ChannelArn.parse(context.settings().text(CHANNEL)).account();
        CloudTrailMapper mapper = context.mapper(
                () -> new CloudTrailMapper(account, context.settings().checked(EVENT_SOURCE), context.mappings()));
        return Map.of(
                "toCloudTrail",
                new MapEvents(mapper::toCloudTrail, LeftOut.nothing(id(), context.meters()), MapEvents.TEXT));
    }
}
