package io.trailbridge.sinks.securitylake;

import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.StepContext;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Processor;

/** Security Lake: OCSF events as rows of Parquet objects. The reader of flow logs stores its rows there, too. */
public final class SecurityLakeSink extends SinkDefinition {
    private static final String PREFIX = "trailbridge.securitylake";

    public static final Setting QUEUE =
            queue(PREFIX, "SECURITY_LAKE_QUEUE_URL", "Queue of the Security Lake sink; setting it turns the sink on");
    public static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages");
    public static final Setting DETECTION = location(
            "detectionFinding",
            "Location of the custom source for Detection"
                    + " Finding: s3://BUCKET/ext/SOURCE/; events of a class without a location are left out and counted");
    public static final Setting COMPLIANCE = location("complianceFinding", "The same for Compliance Finding");
    public static final Setting VULNERABILITY = location("vulnerabilityFinding", "The same for Vulnerability Finding");
    public static final Setting NETWORK = location("networkActivity", "The same for Network Activity (flow logs)");
    public static final Setting REGION = new Setting(
            PREFIX + ".region", null, "", Kind.region(), "Region of the lake; by default the region of the queues");
    public static final Setting OCSF_VERSION = new Setting(
            PREFIX + ".ocsfVersion",
            null,
            OcsfMapper.OLDER_VERSION,
            Kind.oneOf(OcsfMapper.OLDER_VERSION, OcsfMapper.VERSION),
            "1.3.0, the newest version that Security Lake accepts from custom sources, or 1.7.0 for another lake");
    public static final Setting KMS_KEY = new Setting(
            PREFIX + ".kmsKeyId",
            null,
            "",
            Kind.nameOrArn("[\\w/-]{1,256}", "kms", "(key|alias)/", "give the id, the alias or the ARN of a KMS key"),
            "KMS key that encrypts the objects; by default the bucket's encryption");
    public static final Setting MAX_AGE = new Setting(
            PREFIX + ".maxAge",
            null,
            "5m",
            Kind.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            "How long an event waits for its object to fill; Security Lake recommends few, large objects");
    public static final Setting MAX_ROWS = new Setting(
            PREFIX + ".maxRows", null, "50000", Kind.number(1, 50_000), "Maximum number of events in an object");
    public static final Setting MAX_BYTES = new Setting(
            PREFIX + ".maxBytes",
            null,
            "67108864",
            Kind.number(1, 64 << 20),
            "Maximum number of bytes of JSON that wait for an object, and of an object before compression");
    public static final Setting CONSUMERS = consumers(PREFIX, 2);
    public static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 900);

    private static final List<Setting> FINDINGS = List.of(DETECTION, COMPLIANCE, VULNERABILITY);

    public SecurityLakeSink() {
        super("security-lake", QUEUE, DEAD_LETTERS);
    }

    private static Setting location(String name, String meaning) {
        Kind location = Kind.matching(
                "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^/].*",
                "give the location of the custom source, such as"
                        + " s3://aws-security-data-lake-eu-west-1-abcdefgh/ext/defender/ (provider.location in the"
                        + " answer of CreateCustomLogSource)");
        return new Setting(PREFIX + "." + name, null, "", location, meaning);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.of(new AwsService("Security Lake", "s3", "s3"));
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                QUEUE,
                DEAD_LETTERS,
                DETECTION,
                COMPLIANCE,
                VULNERABILITY,
                NETWORK,
                REGION,
                OCSF_VERSION,
                KMS_KEY,
                MAX_AGE,
                MAX_ROWS,
                MAX_BYTES,
                CONSUMERS,
                VISIBILITY_TIMEOUT);
    }

    @Override
    public void check(Settings settings) {
        if (isOn(settings) && FINDINGS.stream().noneMatch(settings::isSet)) {
            throw new SettingsException(QUEUE.names() + " is set, but no class of events has a location in the lake:"
                    + " set " + FINDINGS.stream().map(Setting::names).collect(Collectors.joining(", or ")));
        }
    }

    @Override
    public Optional<Setting> longestWait() {
        return Optional.of(MAX_AGE);
    }

    @Override
    public Map<String, Processor> steps(StepContext context) {
        OcsfMapper mapper = context.mapper(() -> new OcsfMapper(
                context.settings().text(OCSF_VERSION),
                context.settings().flag(Setting.OCSF_RAW_DATA),
                context.mappings()));
        LeftOut rule = new LeftOut(id(), LeftOut::isCleanScan, context.meters());
        return Map.of("toSecurityLake", new MapEvents(mapper::toOcsf, rule, MapEvents.TEXT));
    }
}
