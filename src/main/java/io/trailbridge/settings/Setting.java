package io.trailbridge.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A setting: its property, the environment name that also sets it, its default, the values that it accepts and its
 * meaning. An empty default means that the setting is not set. The constants are the settings of the bridge as a whole;
 * those of a sink are constants of its definition. Immutable; equal to itself only.
 *
 * <p>Any property can also be set in the environment by its name in upper case with underscores, for instance
 * {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}; {@link #environment()} returns the shorter or older name if there is
 * one.
 */
public final class Setting {
    private static final List<Setting> CORE = new ArrayList<>();

    public static final Setting MODE = define(
            "trailbridge.mode",
            null,
            "continuous",
            Kind.oneOf(Mode.words()),
            "continuous, drain (deliver what is there now, then exit with 0) or scheduled (drain every"
                    + " trailbridge.schedule)");
    public static final Setting SCHEDULE = define(
            "trailbridge.schedule",
            null,
            "5m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
            "How often a scheduled run starts");
    public static final Setting STOP_GRACE = define(
            "trailbridge.stopGrace",
            null,
            "30s",
            Kind.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            "How long a stop waits for events in flight; those that are left are delivered after the next start");
    public static final Setting ROUTES_RELOAD = define(
            "trailbridge.routes.reload",
            null,
            "false",
            Kind.flag(),
            "Whether edited route files are loaded without a restart; after a broken edit the old routes stay");
    public static final Setting MAPPINGS = define(
            "trailbridge.mappings",
            null,
            "",
            Kind.text(),
            "Folder of custom mappings: a file in it, such as cloudtrail/alert.jslt, replaces the one in the jar");
    public static final Setting OCSF_RAW_DATA = define(
            "trailbridge.ocsf.rawData",
            null,
            "true",
            Kind.flag(),
            "Whether an OCSF event contains its source event in raw_data");
    public static final Setting LOG_FORMAT =
            define("trailbridge.log.format", null, "text", Kind.oneOf("text", "json"), "text or json");
    public static final Setting LOG_LEVEL = define(
            "trailbridge.log.level",
            "LOGGING_LEVEL",
            "INFO",
            Kind.oneOf("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "CRITICAL", "WARNING"),
            "ERROR, WARN, INFO, DEBUG or TRACE");
    public static final Setting HTTP_ADDRESS = define(
            "trailbridge.http.address",
            null,
            "127.0.0.1:8080",
            Kind.addressOrOff(),
            "Address of health and metrics, or off; 0.0.0.0:8080 opens them to the network, without authentication");
    public static final Setting FAILING_LIMIT = define(
            "trailbridge.health.failingLimit",
            null,
            "30s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "Health is down when calls to a queue or a sink have failed for longer than this");
    public static final Setting HUB_SILENT_LIMIT = define(
            "trailbridge.health.hubSilentLimit",
            null,
            "60s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "Health is down when the hub, or a partition that this instance owns, has not answered for longer than"
                    + " this");
    public static final Setting MEMORY_IN_FLIGHT = define(
            "trailbridge.memory.inFlight",
            null,
            "",
            Kind.size(),
            "Maximum size of the events that are read and not yet delivered, such as 64MB; by default a quarter of the"
                    + " heap");

    public static final Setting EVENTS_PER_MESSAGE = define(
            "trailbridge.queue.eventsPerMessage",
            null,
            "25",
            Kind.number(1, 100),
            "Maximum number of events in a message of the queues, when more events wait than one call has messages; 1"
                    + " for a message of its own for each event, always");

    public static final Setting AWS_REGION = define(
            "trailbridge.aws.region",
            "AWS_REGION",
            "",
            Kind.region(),
            "Region of the queues, the table, the secret and the log groups, and of the lake if it has no other");
    public static final Setting CREDENTIALS_SECRET = define(
            "trailbridge.azure.credentialsSecret",
            "AZURE_CREDENTIALS_SECRET_NAME",
            "",
            Kind.secret(),
            "Secret with connectionString, eventHubNamespace, eventHubName and consumerGroup");
    public static final Setting CREDENTIALS_REFRESH = define(
            "trailbridge.azure.credentialsRefresh",
            null,
            "15m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
            "How often the secret is read again; a rotated key needs no restart");

    public static final Setting USE_CHECKPOINT_STORE = define(
            "trailbridge.checkpoint.shared",
            "USE_CHECKPOINT_STORE",
            "true",
            Kind.flag(),
            "true: instances share the partitions through the table; false: this one instance reads all partitions");
    public static final Setting CHECKPOINT_TABLE = define(
            "trailbridge.checkpoint.table", "DYNAMODB_TABLE_NAME", "", Kind.table(), "DynamoDB table of checkpoints");
    public static final Setting CHECKPOINT_CREATE_TABLE = define(
            "trailbridge.checkpoint.createTable",
            null,
            "false",
            Kind.flag(),
            "Whether to create the table if it does not exist");
    public static final Setting CHECKPOINT_RETENTION = define(
            "trailbridge.checkpoint.retention",
            null,
            "",
            Kind.duration(Duration.ofHours(1), Duration.ofDays(3650)),
            "How long a checkpoint row is kept after its last write; empty means without limit");
    public static final Setting CHECKPOINT_FILE = define(
            "trailbridge.checkpoint.file",
            null,
            "trailbridge-checkpoints.json",
            Kind.text(),
            "File of the positions when trailbridge.checkpoint.shared is false and no table is set");

    public static final Setting START_POSITION = define(
            "trailbridge.eventhubs.startPosition",
            null,
            "earliest",
            Kind.timeOr("earliest", "latest"),
            "Where a partition without a checkpoint starts: earliest, latest or an ISO-8601 time");
    public static final Setting ON_REPLACED_HUB = define(
            "trailbridge.eventhubs.onReplacedHub",
            null,
            "stop",
            Kind.oneOf("stop", "earliest"),
            "What to do with a partition whose checkpoint belongs to another hub, because the hub was recreated or"
                    + " failed over: stop, or earliest");
    public static final Setting EVENTS_IN_FLIGHT = define(
            "trailbridge.eventhubs.maxInFlight",
            null,
            "2000",
            Kind.number(1, 100_000),
            "Maximum number of events of a partition in flight");
    public static final Setting PREFETCH = define(
            "trailbridge.eventhubs.prefetch",
            null,
            "",
            Kind.number(1, 8000),
            "Number of events prefetched for each partition; by default up to 500, as trailbridge.memory.inFlight"
                    + " allows at 1 MB each");
    public static final Setting LOAD_BALANCING_INTERVAL = define(
            "trailbridge.eventhubs.loadBalancingInterval",
            null,
            "10s",
            Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "How often the instances balance the partitions among them");
    public static final Setting OWNERSHIP_EXPIRY = define(
            "trailbridge.eventhubs.ownershipExpiry",
            null,
            "60s",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "How long an instance keeps its partitions without renewing its ownership");
    public static final Setting PARTITION_WATCH = define(
            "trailbridge.eventhubs.partitionWatchInterval",
            null,
            "60s",
            Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "How often new partitions and the lag are read from the hub");
    public static final Setting MAX_UNSETTLED_AGE = define(
            "trailbridge.eventhubs.maxUnsettledAge",
            null,
            "10m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            "Health is down when an event of a partition or a message of a queue has been in flight, or a partition"
                    + " with further events has made no progress, for longer than this");

    private final String property;
    private final String environment;
    private final String defaultValue;
    private final Kind kind;
    private final String meaning;

    /** @param environment null for the name that is made from the property */
    public Setting(String property, String environment, String defaultValue, Kind kind, String meaning) {
        this.property = property;
        this.environment = environment;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.meaning = meaning;
    }

    private static Setting define(String property, String environment, String defaultValue, Kind kind, String meaning) {
        Setting setting = new Setting(property, environment, defaultValue, kind, meaning);
        CORE.add(setting);
        return setting;
    }

    /** Returns the settings of the bridge as a whole, in the order of the documents. */
    public static List<Setting> core() {
        return Collections.unmodifiableList(CORE);
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
                || environmentName.startsWith("TRAILBRIDGE_")
                        && environmentName
                                .replace("_", "")
                                .equals(property.toUpperCase(Locale.ROOT).replace(".", ""));
    }

    /**
     * Converts a property's name to an environment name: {@code trailbridge.eventhubs.maxInFlight} becomes
     * {@code TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT}.
     */
    private static String relaxed(String property) {
        return property.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
