package io.trailbridge.runtime;

import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.securitylake.SecurityLakeSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reader of flow logs, as far as it is like a sink: it has a queue, which receives the notices of flow logs instead
 * of events. {@link FlowLogs} creates its step; the Security Lake component stores its rows.
 */
final class FlowLogsSink extends SinkDefinition {
    private static final String PREFIX = "trailbridge.flowlogs";

    static final Setting QUEUE = queue(
            PREFIX,
            "FLOW_LOG_QUEUE_URL",
            "Queue of the notices of flow logs; setting it turns the reader of flow logs on");
    static final Setting DEAD_LETTERS = deadLetters(PREFIX, "messages and tuples");
    static final Setting STORAGE_SECRET = new Setting(
            PREFIX + ".storageSecret",
            null,
            "",
            Kind.secret(),
            "Secret with tenantId, clientId and clientSecret, or connectionString, of the storage account; by default"
                    + " Entra's default credential");
    static final Setting ACCOUNTS = new Setting(
            PREFIX + ".accounts",
            null,
            "",
            Kind.listOf(
                    "[a-z0-9]{3,24}",
                    "give names of storage accounts with commas between them, each of 3 to 24"
                            + " lower-case letters and digits"),
            "Names of the storage accounts whose flow logs are read, separated by commas; notices of others are"
                    + " dead-lettered. By default flow logs of any account are read");
    static final Setting PROGRESS_RETENTION = new Setting(
            PREFIX + ".progressRetention",
            null,
            "30d",
            Kind.duration(Duration.ofDays(1), Duration.ofDays(3650)),
            "How long the table keeps the progress of a blob after its last notice");
    static final Setting LEASE = new Setting(
            PREFIX + ".lease",
            null,
            "2m",
            Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "How long other instances wait before they read the blobs of a killed instance");
    static final Setting CONSUMERS = consumers(PREFIX, 2);
    static final Setting VISIBILITY_TIMEOUT = visibilityTimeout(PREFIX, 900);

    FlowLogsSink() {
        super("flow-logs", QUEUE, DEAD_LETTERS);
    }

    @Override
    public Optional<AwsService> service() {
        return Optional.empty();
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                QUEUE,
                DEAD_LETTERS,
                STORAGE_SECRET,
                ACCOUNTS,
                PROGRESS_RETENTION,
                LEASE,
                CONSUMERS,
                VISIBILITY_TIMEOUT);
    }

    @Override
    protected Map<Setting, String> required() {
        Map<Setting, String> required = new LinkedHashMap<>();
        required.put(Setting.CHECKPOINT_TABLE, "it keeps how far each blob was read");
        required.put(SecurityLakeSink.NETWORK, "it names where the flows are stored");
        return required;
    }

    @Override
    public boolean takesEvents() {
        return false;
    }

    @Override
    public String routeId() {
        return "ingest-flow-logs";
    }

    @Override
    public Optional<String> scheme() {
        return Optional.empty();
    }
}
