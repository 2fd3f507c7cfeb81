package io.trailbridge.standin;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SecurityHubStandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import io.trailbridge.standin.sinks.CloudTrailFixture;
import io.trailbridge.standin.sinks.CloudWatchLogsFixture;
import io.trailbridge.standin.sinks.SecurityHubFixture;
import io.trailbridge.standin.sinks.SecurityLakeFixture;
import io.trailbridge.standin.sinks.SinkFixture;
import io.trailbridge.standin.sinks.SinkFixtures;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that Trailbridge talks to, in this JVM on loopback: an Event Hub, the checkpoint table's server, a queue with its
 * dead-letter queue for each sink, the secret, the CloudTrail channel, Security Hub, CloudWatch Logs, the buckets of
 * the lake and a storage account with flow logs. Closing it drops everything.
 *
 * <p>With the Maven profile {@code localstack} the queues, the table's server and the secret are LocalStack's, in a
 * separate container for each instance; without a Docker engine the test that starts it is then skipped.
 */
public final class LocalClouds implements AutoCloseable {
    public static final String HUB = "defender";
    /** A consumer group of the hub beside the one that the secret names. */
    public static final String OTHER_GROUP = "other";

    public static final String SECRET = "trailbridge/event-hubs";
    public static final String TABLE = "trailbridge-checkpoints";

    private static final String FLOW_LOGS = "flow-logs";
    private static final String STORAGE_SECRET = "trailbridge/storage";

    private final EventHubsStandIn eventHubs;
    private final AwsServices aws;
    private final List<SinkFixture> sinks;
    private final BlobStorageStandIn blobStorage;
    private final Map<String, SqsStandIn.Queue> queues = new LinkedHashMap<>();
    private final FaultProxy sqsProxy;
    private final FaultProxy dynamoDbProxy;

    /** The AWS services are started first: only they may abort the test, and then nothing else runs yet. */
    private LocalClouds(AwsServices aws, int partitions, boolean proxies) throws IOException {
        this.aws = aws;
        eventHubs = EventHubsStandIn.builder()
                .hub(HUB, partitions)
                .consumerGroup(OTHER_GROUP)
                .start();
        sinks = SinkFixtures.start();
        blobStorage = BlobStorageStandIn.start();
        sinks.forEach(sink -> createQueue(sink.definition().id()));
        createQueue(FLOW_LOGS);
        sqsProxy = proxies ? FaultProxy.before(aws.sqs().endpoint()) : null;
        dynamoDbProxy = proxies ? FaultProxy.before(aws.dynamoDb().endpoint()) : null;
        aws.secrets().put(SECRET, secret());
        aws.secrets().put(STORAGE_SECRET, "{\"connectionString\":\"" + blobStorage.connectionString() + "\"}");
    }

    private void createQueue(String sink) {
        queues.put(sink, aws.sqs().createQueue("trailbridge-" + sink, 1000));
    }

    /** Starts everything; the clients go straight to the servers. */
    public static LocalClouds start(int partitions) throws IOException {
        return new LocalClouds(AwsServices.start(), partitions, false);
    }

    /** Starts everything with a proxy before the queue and one before the table, to put faults there. */
    public static LocalClouds startWithFaults(int partitions) throws IOException {
        return new LocalClouds(AwsServices.start(), partitions, true);
    }

    /** The same with a queue of which only the proxy holds the limit, that of size: it is fast for large messages. */
    public static LocalClouds startForLargeEvents(int partitions) throws IOException {
        return new LocalClouds(EmbeddedAws.start(SqsStandIn.startWithoutLimits()), partitions, true);
    }

    /** Where bare SDK clients find the servers. */
    public SdkSettings sdk() {
        SdkSettings sdk = new SdkSettings()
                .sqs(sqsProxy == null ? aws.sqs().endpoint() : sqsProxy.endpoint())
                .dynamoDb(dynamoDbProxy == null ? aws.dynamoDb().endpoint() : dynamoDbProxy.endpoint())
                .secretsManager(aws.secrets().endpoint());
        sinks.forEach(sink -> sink.locate(sdk));
        return sdk;
    }

    /** The environment of a Trailbridge that uses all of it, without health and metrics over HTTP. */
    public Map<String, String> environment() {
        Map<String, String> names = new LinkedHashMap<>(sdk().environment());
        names.put("AZURE_CREDENTIALS_SECRET_NAME", SECRET);
        names.put("DYNAMODB_TABLE_NAME", TABLE);
        names.put("TRAILBRIDGE_CHECKPOINT_CREATE_TABLE", "true");
        names.put("TRAILBRIDGE_HTTP_ADDRESS", "off");
        turnOn(sink("cloudtrail"), names);
        return names;
    }

    /** The same with all sinks and flow logs on; objects of the lake are stored after two seconds. */
    public Map<String, String> environmentOfAllSinks() {
        Map<String, String> names = environment();
        sinks.forEach(sink -> turnOn(sink, names));
        names.put("FLOW_LOG_QUEUE_URL", queueUrl(FLOW_LOGS));
        names.put("TRAILBRIDGE_FLOWLOGS_DEAD_LETTER_QUEUE_URL", deadLetterUrl(FLOW_LOGS));
        names.put("TRAILBRIDGE_FLOWLOGS_STORAGE_SECRET", STORAGE_SECRET);
        names.put(
                "TRAILBRIDGE_SECURITYLAKE_NETWORK_ACTIVITY",
                sink(SecurityLakeFixture.class).location("vnet-flows"));
        return names;
    }

    private void turnOn(SinkFixture sink, Map<String, String> names) {
        SinkDefinition definition = sink.definition();
        names.put(definition.queue().environment(), queueUrl(definition.id()));
        names.put(definition.deadLetters().environment(), deadLetterUrl(definition.id()));
        names.putAll(sink.environment());
    }

    /** The stand-ins of the services that get events. */
    public List<SinkFixture> sinks() {
        return sinks;
    }

    public SinkFixture sink(String id) {
        return sinks.stream()
                .filter(sink -> sink.definition().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private <F extends SinkFixture> F sink(Class<F> type) {
        return sinks.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The ids of the sinks, and of the flow logs' reader, that have a queue. */
    public Set<String> queueNames() {
        return queues.keySet();
    }

    /** The queue of one of {@link #queueNames}. */
    public String queueUrl(String sink) {
        return through(queues.get(sink).url());
    }

    public String deadLetterUrl(String sink) {
        return through(queues.get(sink).deadLetterUrl());
    }

    /** CloudTrail's. */
    public String queueUrl() {
        return queueUrl("cloudtrail");
    }

    /** The secret's value: what a user stores for the hub. */
    public String secret() {
        return "{\"connectionString\":\"" + eventHubs.connectionString(HUB) + "\",\"eventHubNamespace\":\"localhost\","
                + "\"eventHubName\":\"" + HUB + "\",\"consumerGroup\":\"$Default\"}";
    }

    /** The SDK sends a queue's calls to its endpoint, whatever host the queue's URL names; one host is easier to read. */
    private String through(String url) {
        return sqsProxy == null
                ? url
                : URI.create(url)
                        .resolve(sqsProxy.endpoint() + URI.create(url).getPath())
                        .toString();
    }

    public EventHubsStandIn eventHubs() {
        return eventHubs;
    }

    public DynamoDbStandIn dynamoDb() {
        return aws.dynamoDb();
    }

    public SqsStandIn sqs() {
        return aws.sqs();
    }

    /** CloudTrail's. */
    public SqsStandIn.Queue queue() {
        return queues.get("cloudtrail");
    }

    public SecretsManagerStandIn secrets() {
        return aws.secrets();
    }

    public CloudTrailDataStandIn cloudTrail() {
        return sink(CloudTrailFixture.class).standIn();
    }

    public CloudWatchLogsStandIn cloudWatchLogs() {
        return sink(CloudWatchLogsFixture.class).standIn();
    }

    public S3StandIn s3() {
        return sink(SecurityLakeFixture.class).standIn();
    }

    public BlobStorageStandIn blobStorage() {
        return blobStorage;
    }

    public SecurityHubStandIn securityHub() {
        return sink(SecurityHubFixture.class).standIn();
    }

    /** Only after {@link #startWithFaults}. */
    public FaultProxy sqsFaults() {
        return sqsProxy;
    }

    /** Only after {@link #startWithFaults}. */
    public FaultProxy dynamoDbFaults() {
        return dynamoDbProxy;
    }

    @Override
    public void close() {
        eventHubs.close();
        if (sqsProxy != null) {
            sqsProxy.close();
            dynamoDbProxy.close();
        }
        sinks.forEach(SinkFixture::close);
        blobStorage.close();
        aws.close();
    }
}
