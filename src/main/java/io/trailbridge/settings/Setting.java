package io.trailbridge.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of Trailbridge: its property, the environment name that also sets it, its default and its meaning. An
 * empty default means that it is not set.
 *
 * <p>Any property can also be set by the environment as its name in upper case with underscores, for instance
 * {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}; {@link #environment()} gives the shorter or older name where there is one.
 */
public enum Setting {
    MODE("trailbridge.mode", null, "continuous",
            "continuous, drain (take what is there, deliver it, exit 0) or scheduled (drain every trailbridge.schedule)"),
    SCHEDULE("trailbridge.schedule", null, "5m", "How often a scheduled run starts"),
    STOP_GRACE("trailbridge.stopGrace", null, "30s",
            "How long a stop may wait for events in flight before it leaves them to the next start"),
    ROUTES_RELOAD("trailbridge.routes.reload", null, "false",
            "Load edited route files without a restart; a broken edit keeps the old routes"),
    MAPPINGS("trailbridge.mappings", null, "",
            "Folder of your own mappings: a file in it, such as cloudtrail/alert.jslt, takes the place of the one in the jar"),
    LOG_FORMAT("trailbridge.log.format", null, "text", "text or json"),
    LOG_LEVEL("trailbridge.log.level", "LOGGING_LEVEL", "INFO", "ERROR, WARN, INFO, DEBUG or TRACE"),
    HTTP_ADDRESS("trailbridge.http.address", null, "127.0.0.1:8080",
            "Address of health and metrics, or off; 0.0.0.0:8080 opens them to the network, without authentication"),
    FAILING_LIMIT("trailbridge.health.failingLimit", null, "30s",
            "Health is down when a queue or a sink has refused what it is sent for longer"),

    AWS_REGION("trailbridge.aws.region", "AWS_REGION", "", "Region of the queues, the table and the secret"),
    CREDENTIALS_SECRET("trailbridge.azure.credentialsSecret", "AZURE_CREDENTIALS_SECRET_NAME", "",
            "Secret with connectionString, eventHubNamespace, eventHubName and consumerGroup"),
    CREDENTIALS_REFRESH("trailbridge.azure.credentialsRefresh", null, "15m",
            "How often the secret is read again, so that a rotated key needs no restart"),

    USE_CHECKPOINT_STORE("trailbridge.checkpoint.shared", "USE_CHECKPOINT_STORE", "true",
            "true: instances share the partitions through the table; false: this one instance reads all partitions"),
    CHECKPOINT_TABLE("trailbridge.checkpoint.table", "DYNAMODB_TABLE_NAME", "", "DynamoDB table of checkpoints"),
    CHECKPOINT_CREATE_TABLE("trailbridge.checkpoint.createTable", null, "false",
            "Create the table when it is not there"),
    CHECKPOINT_RETENTION("trailbridge.checkpoint.retention", null, "",
            "How long a checkpoint row is kept after its last write; empty keeps it for ever"),
    CHECKPOINT_FILE("trailbridge.checkpoint.file", null, "trailbridge-checkpoints.json",
            "File of the positions when trailbridge.checkpoint.shared is false and no table is set"),

    START_POSITION("trailbridge.eventhubs.startPosition", null, "earliest",
            "Where a partition without a checkpoint starts: earliest, latest or an ISO-8601 time"),
    EVENTS_IN_FLIGHT("trailbridge.eventhubs.maxInFlight", null, "2000",
            "Events of a partition that may be under way at once"),
    PREFETCH("trailbridge.eventhubs.prefetch", null, "500", "Events fetched ahead for each partition"),
    LOAD_BALANCING_INTERVAL("trailbridge.eventhubs.loadBalancingInterval", null, "10s",
            "How often instances share out the partitions"),
    OWNERSHIP_EXPIRY("trailbridge.eventhubs.ownershipExpiry", null, "60s",
            "After how long a silent instance loses its partitions"),
    PARTITION_WATCH("trailbridge.eventhubs.partitionWatchInterval", null, "60s",
            "How often the hub is asked for new partitions and for the lag"),
    MAX_UNSETTLED_AGE("trailbridge.eventhubs.maxUnsettledAge", null, "10m",
            "Health is down when an event has been under way for longer"),

    CLOUDTRAIL_QUEUE("trailbridge.cloudtrail.queueUrl", "SQS_QUEUE_URL", "",
            "Queue of the CloudTrail sink; setting it turns the sink on"),
    CLOUDTRAIL_DEAD_LETTERS("trailbridge.cloudtrail.deadLetterQueueUrl", null, "",
            "Where its failed messages are parked; by default the queue of its redrive policy"),
    CLOUDTRAIL_CHANNEL("trailbridge.cloudtrail.channelArn", "CLOUDTRAIL_CHANNEL_ARN", "",
            "ARN of the CloudTrail channel"),
    CLOUDTRAIL_EXTERNAL_ID("trailbridge.cloudtrail.externalId", null, "",
            "External id, where the channel's policy asks for one"),
    CLOUDTRAIL_CONSUMERS("trailbridge.cloudtrail.consumers", null, "4", "Threads that receive from its queue"),
    CLOUDTRAIL_VISIBILITY("trailbridge.cloudtrail.visibilityTimeout", null, "120",
            "Seconds until a received message comes back when this instance dies; extended while it is under way"),
    CLOUDTRAIL_IN_FLIGHT("trailbridge.cloudtrail.maxInFlight", null, "2000",
            "Audit events that may be under way to the channel at once");

    private final String property;
    private final String environment;
    private final String defaultValue;
    private final String meaning;

    Setting(String property, String environment, String defaultValue, String meaning) {
        this.property = property;
        this.environment = environment;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The property's name. */
    public String property() {
        return property;
    }

    /** The environment name that also sets it. */
    public String environment() {
        return environment == null ? relaxed(property) : environment;
    }

    /** The default as text; empty when there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** One line that says what it does. */
    public String meaning() {
        return meaning;
    }

    /** Both names, as an error message gives them. */
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

    /** {@code trailbridge.eventhubs.maxInFlight} becomes {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}. */
    private static String relaxed(String property) {
        return property.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
