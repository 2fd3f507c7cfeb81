package io.trailbridge.settings;

import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * All settings of Trailbridge: for each its property, the environment name that also sets it, its default, the values
 * that it accepts and its meaning. An empty default means that the setting is not set.
 *
 * <p>Any property can also be set in the environment by its name in upper case with underscores, for instance
 * {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}; {@link #environment()} returns the shorter or older name if there is
 * one.
 */
public enum Setting {
    MODE("trailbridge.mode", null, "continuous", Kind.oneOf(Mode.words()),
            "continuous, drain (take what is there, deliver it, exit 0) or scheduled (drain every trailbridge.schedule)"),
    SCHEDULE("trailbridge.schedule", null, "5m", Kind.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
            "How often a scheduled run starts"),
    STOP_GRACE("trailbridge.stopGrace", null, "30s", Kind.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            "How long a stop may wait for events in flight before it leaves them to the next start"),
    ROUTES_RELOAD("trailbridge.routes.reload", null, "false", Kind.flag(),
            "Load edited route files without a restart; a broken edit keeps the old routes"),
    MAPPINGS("trailbridge.mappings", null, "", Kind.text(),
            "Folder of your own mappings: a file in it, such as cloudtrail/alert.jslt, takes the place of the one in the jar"),
    OCSF_RAW_DATA("trailbridge.ocsf.rawData", null, "true", Kind.flag(),
            "Whether an OCSF event carries the text of its source in raw_data"),
    LOG_FORMAT("trailbridge.log.format", null, "text", Kind.oneOf("text", "json"),
            "text or json"),
    LOG_LEVEL("trailbridge.log.level", "LOGGING_LEVEL", "INFO",
            Kind.oneOf("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "CRITICAL", "WARNING"),
            "ERROR, WARN, INFO, DEBUG or TRACE"),
    HTTP_ADDRESS("trailbridge.http.address", null, "127.0.0.1:8080", Kind.addressOrOff(),
            "Address of health and metrics, or off; 0.0.0.0:8080 opens them to the network, without authentication"),
    FAILING_LIMIT("trailbridge.health.failingLimit", null, "30s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "Health is down when a queue or a sink has refused what it is sent for longer"),
    HUB_SILENT_LIMIT("trailbridge.health.hubSilentLimit", null, "60s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "Health is down when the hub, or a partition that this instance owns, has not been heard from for longer"),
    MEMORY_IN_FLIGHT("trailbridge.memory.inFlight", null, "", Kind.size(),
            "Bytes of events that are read and not yet delivered, at most, with their unit, such as 64MB; by default a quarter of the heap"),

    AWS_REGION("trailbridge.aws.region", "AWS_REGION", "", Kind.region(),
            "Region of the queues, the table, the secret and the log groups, and of the lake unless it has its own"),
    CREDENTIALS_SECRET("trailbridge.azure.credentialsSecret", "AZURE_CREDENTIALS_SECRET_NAME", "", Kind.secret(),
            "Secret with connectionString, eventHubNamespace, eventHubName and consumerGroup"),
    CREDENTIALS_REFRESH("trailbridge.azure.credentialsRefresh", null, "15m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
            "How often the secret is read again, so that a rotated key needs no restart"),

    USE_CHECKPOINT_STORE("trailbridge.checkpoint.shared", "USE_CHECKPOINT_STORE", "true", Kind.flag(),
            "true: instances share the partitions through the table; false: this one instance reads all partitions"),
    CHECKPOINT_TABLE("trailbridge.checkpoint.table", "DYNAMODB_TABLE_NAME", "", Kind.table(),
            "DynamoDB table of checkpoints"),
    CHECKPOINT_CREATE_TABLE("trailbridge.checkpoint.createTable", null, "false", Kind.flag(),
            "Create the table when it is not there"),
    CHECKPOINT_RETENTION("trailbridge.checkpoint.retention", null, "",
            Kind.duration(Duration.ofHours(1), Duration.ofDays(3650)),
            "How long a checkpoint row is kept after its last write; empty keeps it for ever"),
    CHECKPOINT_FILE("trailbridge.checkpoint.file", null, "trailbridge-checkpoints.json", Kind.text(),
            "File of the positions when trailbridge.checkpoint.shared is false and no table is set"),

    START_POSITION("trailbridge.eventhubs.startPosition", null, "earliest", Kind.timeOr("earliest", "latest"),
            "Where a partition without a checkpoint starts: earliest, latest or an ISO-8601 time"),
    ON_REPLACED_HUB("trailbridge.eventhubs.onReplacedHub", null, "stop", Kind.oneOf("stop", "earliest"),
            "What a partition does whose checkpoint is of another hub, one created anew or failed over: stop, or earliest"),
    EVENTS_IN_FLIGHT("trailbridge.eventhubs.maxInFlight", null, "2000", Kind.number(1, 100_000),
            "Events of a partition that may be under way at once"),
    PREFETCH("trailbridge.eventhubs.prefetch", null, "", Kind.number(1, 8000),
            "Events fetched ahead for each partition; by default up to 500, as many as trailbridge.memory.inFlight has room for at 1 MB each"),
    LOAD_BALANCING_INTERVAL("trailbridge.eventhubs.loadBalancingInterval", null, "10s",
            Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "How often instances share out the partitions"),
    OWNERSHIP_EXPIRY("trailbridge.eventhubs.ownershipExpiry", null, "60s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "After how long a silent instance loses its partitions"),
    PARTITION_WATCH("trailbridge.eventhubs.partitionWatchInterval", null, "60s",
            Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "How often the hub is asked for new partitions and for the lag"),
    MAX_UNSETTLED_AGE("trailbridge.eventhubs.maxUnsettledAge", null, "10m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            "Health is down when an event has been under way, in a partition or from a queue, or a partition with further"
                    + " events has stood still, for longer"),

    CLOUDTRAIL_QUEUE("trailbridge.cloudtrail.queueUrl", "SQS_QUEUE_URL", "", Kind.queueUrl(),
            "Queue of the CloudTrail sink; setting it turns the sink on"),
    CLOUDTRAIL_DEAD_LETTERS("trailbridge.cloudtrail.deadLetterQueueUrl", null, "", Kind.queueUrl(),
            "Where its failed messages are parked; by default the queue of its redrive policy"),
    CLOUDTRAIL_CHANNEL("trailbridge.cloudtrail.channelArn", "CLOUDTRAIL_CHANNEL_ARN", "", Kind.channelArn(),
            "ARN of the CloudTrail channel"),
    CLOUDTRAIL_EXTERNAL_ID("trailbridge.cloudtrail.externalId", null, "",
            Kind.matching("[\\w+=,.@:/-]{2,1224}", "give 2 to 1224 letters, digits or _+=,.@:/-"),
            "External id, where the channel's policy asks for one"),
    CLOUDTRAIL_EVENT_SOURCE("trailbridge.cloudtrail.eventSource", null, "microsoft-defender-for-cloud",
            Kind.eventSource(),
            "The eventSource of audit events of Defender for Cloud, which saved queries ask for"),
    CLOUDTRAIL_CONSUMERS("trailbridge.cloudtrail.consumers", null, "4", Kind.number(1, 50),
            "Threads that receive from its queue"),
    CLOUDTRAIL_VISIBILITY("trailbridge.cloudtrail.visibilityTimeout", null, "120", Kind.seconds(2, 43_200),
            "Seconds until a received message comes back when this instance dies; extended while it is under way"),
    CLOUDTRAIL_IN_FLIGHT("trailbridge.cloudtrail.maxInFlight", null, "2000", Kind.number(100, 100_000),
            "Audit events that may be under way to the channel at once"),

    LOGS_QUEUE("trailbridge.cloudwatchlogs.queueUrl", "CLOUDWATCH_LOGS_QUEUE_URL", "", Kind.queueUrl(),
            "Queue of the CloudWatch Logs sink; setting it turns the sink on"),
    LOGS_DEAD_LETTERS("trailbridge.cloudwatchlogs.deadLetterQueueUrl", null, "", Kind.queueUrl(),
            "Where its failed messages are parked; by default the queue of its redrive policy"),
    LOGS_GROUP("trailbridge.cloudwatchlogs.group", null, "/trailbridge/microsoft-defender-for-cloud", Kind.logGroups(),
            "Log groups are below it, one a kind of event, such as .../alert"),
    LOGS_STREAM("trailbridge.cloudwatchlogs.stream", null, "trailbridge",
            Kind.matching("[^:*]{1,512}", "give 1 to 512 characters, none of them : or *"),
            "Log stream in each of the groups"),
    LOGS_CREATE("trailbridge.cloudwatchlogs.create", null, "false", Kind.flag(),
            "Create and tag groups and streams that are not there"),
    LOGS_FORMAT("trailbridge.cloudwatchlogs.format", null, "ocsf", Kind.oneOf("ocsf", "envelope"),
            "ocsf (1.7.0; what has no form in it comes in its envelope) or envelope"),
    LOGS_CONSUMERS("trailbridge.cloudwatchlogs.consumers", null, "2", Kind.number(1, 50),
            "Threads that receive from its queue"),
    LOGS_VISIBILITY("trailbridge.cloudwatchlogs.visibilityTimeout", null, "120", Kind.seconds(2, 43_200),
            "Seconds until a received message comes back when this instance dies; extended while it is under way"),
    LOGS_IN_FLIGHT("trailbridge.cloudwatchlogs.maxInFlight", null, "10000", Kind.number(10_000, 100_000),
            "Log events that may be under way at once, 10000 at least"),

    SECURITY_HUB_QUEUE("trailbridge.securityhub.queueUrl", "SECURITY_HUB_QUEUE_URL", "", Kind.queueUrl(),
            "Queue of the Security Hub sink; setting it turns the sink on"),
    SECURITY_HUB_DEAD_LETTERS("trailbridge.securityhub.deadLetterQueueUrl", null, "", Kind.queueUrl(),
            "Where its failed messages are parked; by default the queue of its redrive policy"),
    SECURITY_HUB_PRODUCT("trailbridge.securityhub.productArn", null, "", Kind.productArn(),
            "ARN of the product in the importing account: arn:aws:securityhub:REGION:ACCOUNT:product/ACCOUNT/default"),
    SECURITY_HUB_LEAVE_OUT("trailbridge.securityhub.leaveOut", null, "secure-score,secure-score-control", Kind.list(),
            "Kinds of events that do not become findings, with commas, or none; they are counted"),
    SECURITY_HUB_CONSUMERS("trailbridge.securityhub.consumers", null, "2", Kind.number(1, 50),
            "Threads that receive from its queue"),
    SECURITY_HUB_VISIBILITY("trailbridge.securityhub.visibilityTimeout", null, "120", Kind.seconds(2, 43_200),
            "Seconds until a received message comes back when this instance dies; extended while it is under way"),
    SECURITY_HUB_IN_FLIGHT("trailbridge.securityhub.maxInFlight", null, "2000", Kind.number(100, 100_000),
            "Findings that may be under way at once"),

    LAKE_QUEUE("trailbridge.securitylake.queueUrl", "SECURITY_LAKE_QUEUE_URL", "", Kind.queueUrl(),
            "Queue of the Security Lake sink; setting it turns the sink on"),
    LAKE_DEAD_LETTERS("trailbridge.securitylake.deadLetterQueueUrl", null, "", Kind.queueUrl(),
            "Where its failed messages are parked; by default the queue of its redrive policy"),
    LAKE_DETECTION("trailbridge.securitylake.detectionFinding", null, "", Kind.lakeLocation(),
            "Location of the custom source for Detection Finding: s3://BUCKET/ext/SOURCE/; events of a class without one are left out and counted"),
    LAKE_COMPLIANCE("trailbridge.securitylake.complianceFinding", null, "", Kind.lakeLocation(),
            "The same for Compliance Finding"),
    LAKE_VULNERABILITY("trailbridge.securitylake.vulnerabilityFinding", null, "", Kind.lakeLocation(),
            "The same for Vulnerability Finding"),
    LAKE_NETWORK("trailbridge.securitylake.networkActivity", null, "", Kind.lakeLocation(),
            "The same for Network Activity (flow logs)"),
    LAKE_REGION("trailbridge.securitylake.region", null, "", Kind.region(),
            "Region of the lake; by default that of the queues"),
    LAKE_OCSF_VERSION("trailbridge.securitylake.ocsfVersion", null, OcsfMapper.OLDER_VERSION,
            Kind.oneOf(OcsfMapper.OLDER_VERSION, OcsfMapper.VERSION),
            "1.3.0, the newest that Security Lake takes from custom sources, or 1.7.0 for a lake of your own"),
    LAKE_KMS_KEY("trailbridge.securitylake.kmsKeyId", null, "", Kind.kmsKey(),
            "KMS key of the objects; by default the bucket's own encryption"),
    LAKE_MAX_AGE("trailbridge.securitylake.maxAge", null, "5m",
            Kind.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            "How long an event may wait until its object is stored; Security Lake asks for few, large objects"),
    LAKE_MAX_ROWS("trailbridge.securitylake.maxRows", null, "50000", Kind.number(1, 50_000),
            "Events in an object, at most"),
    LAKE_MAX_BYTES("trailbridge.securitylake.maxBytes", null, "67108864", Kind.number(1, 64 << 20),
            "Bytes of JSON that wait for their object, at most, and an object's before compression"),
    LAKE_CONSUMERS("trailbridge.securitylake.consumers", null, "2", Kind.number(1, 50),
            "Threads that receive from its queue"),
    LAKE_VISIBILITY("trailbridge.securitylake.visibilityTimeout", null, "900", Kind.seconds(2, 43_200),
            "Seconds until a received message comes back when this instance dies; extended while it is under way"),

    FLOW_LOGS_QUEUE("trailbridge.flowlogs.queueUrl", "FLOW_LOG_QUEUE_URL", "", Kind.queueUrl(),
            "Queue of the notices of flow logs; setting it turns their reader on"),
    FLOW_LOGS_DEAD_LETTERS("trailbridge.flowlogs.deadLetterQueueUrl", null, "", Kind.queueUrl(),
            "Where its failed messages and tuples are parked; by default the queue of its redrive policy"),
    FLOW_LOGS_STORAGE_SECRET("trailbridge.flowlogs.storageSecret", null, "", Kind.secret(),
            "Secret with tenantId, clientId and clientSecret, or connectionString, of the storage account; by default Entra's default credential"),
    FLOW_LOGS_ACCOUNTS("trailbridge.flowlogs.accounts", null, "", Kind.storageAccounts(),
            "Storage accounts whose flow logs are read, their names with commas; notices of others are dead-lettered. By default those of any account"),
    FLOW_LOGS_PROGRESS_RETENTION("trailbridge.flowlogs.progressRetention", null, "30d",
            Kind.duration(Duration.ofDays(1), Duration.ofDays(3650)),
            "How long the table keeps how far a blob was read, after its last notice"),
    FLOW_LOGS_LEASE("trailbridge.flowlogs.lease", null, "2m", Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "How long a killed instance holds the blobs that it was reading back from others"),
    FLOW_LOGS_CONSUMERS("trailbridge.flowlogs.consumers", null, "2", Kind.number(1, 50),
            "Threads that receive from its queue"),
    FLOW_LOGS_VISIBILITY("trailbridge.flowlogs.visibilityTimeout", null, "900", Kind.seconds(2, 43_200),
            "Seconds until a received message comes back when this instance dies; extended while it is under way");

    private final String property;
    private final String environment;
    private final String defaultValue;
    private final Kind kind;
    private final String meaning;

    Setting(String property, String environment, String defaultValue, Kind kind, String meaning) {
        this.property = property;
        this.environment = environment;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** Returns the property's name. */
    public String property() {
        return property;
    }

    /** Returns the environment name that also sets it. */
    public String environment() {
        return environment == null ? relaxed(property) : environment;
    }

    /** Returns the default as a string; empty when there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns the values that the setting accepts. */
    Kind kind() {
        return kind;
    }

    /** Returns one line that describes the setting. */
    public String meaning() {
        return meaning;
    }

    /** Returns both names, in the form used in error messages. */
    public String names() {
        return property + " (environment " + environment() + ")";
    }

    boolean isSetBy(String environmentName) {
        return environmentName.equals(environment)
                || environmentName.startsWith("TRAILBRIDGE_") && environmentName.replace("_", "")
                        .equals(property.toUpperCase(Locale.ROOT).replace(".", ""));
    }

    static Optional<Setting> ofProperty(String property) {
        return Arrays.stream(values()).filter(setting -> setting.property.equals(property)).findFirst();
    }

    /**
     * Converts a property's name to an environment name: {@code trailbridge.eventhubs.maxInFlight} becomes
     * {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}.
     */
    private static String relaxed(String property) {
        return property.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
