package io.trailbridge.standin;

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
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that Trailbridge talks to, in this JVM on loopback: an Event Hub, the checkpoint table's server, a queue with its
 * dead-letter queue for each sink, the secret, the CloudTrail channel, Security Hub, CloudWatch Logs, the buckets of
 * the lake and a storage account with flow logs. Closing it drops everything.
 *
 * <p>With the Maven profile {@code localstack} the queues, the table's server and the secret are LocalStack's, in a
 * container of its own for each instance; without a Docker engine the test that starts it is then skipped.
 */
public final class LocalClouds implements AutoCloseable {
    public static final String HUB = "defender";
    /** A consumer group of the hub beside the one that the secret names. */
    public static final String OTHER_GROUP = "other";
    public static final String SECRET = "trailbridge/event-hubs";
    public static final String TABLE = "trailbridge-checkpoints";

    /** What has a queue beside CloudTrail. */
    public static final List<String> OTHER_SINKS =
            List.of("security-lake", "security-hub", "cloudwatch-logs", "flow-logs");

    private static final String STORAGE_SECRET = "trailbridge/storage";

    private final EventHubsStandIn eventHubs;
    private final AwsServices aws;
    private final CloudTrailDataStandIn cloudTrail;
    private final CloudWatchLogsStandIn cloudWatchLogs;
    private final SecurityHubStandIn securityHub;
    private final S3StandIn s3;
    private final BlobStorageStandIn blobStorage;
    private final SqsStandIn.Queue queue;
    private final Map<String, SqsStandIn.Queue> otherQueues = new LinkedHashMap<>();
    private final FaultProxy sqsProxy;
    private final FaultProxy dynamoDbProxy;

    /** The AWS services are started first: only they may abort the test, and then nothing else runs yet. */
    private LocalClouds(AwsServices aws, int partitions, boolean proxies) throws IOException {
        this.aws = aws;
        eventHubs = EventHubsStandIn.builder().hub(HUB, partitions).consumerGroup(OTHER_GROUP).start();
        cloudTrail = CloudTrailDataStandIn.start();
        cloudWatchLogs = CloudWatchLogsStandIn.start();
        securityHub = SecurityHubStandIn.start();
        s3 = S3StandIn.start();
        blobStorage = BlobStorageStandIn.start();
        queue = aws.sqs().createQueue("trailbridge-cloudtrail", 1000);
        OTHER_SINKS.forEach(sink -> otherQueues.put(sink, aws.sqs().createQueue("trailbridge-" + sink, 1000)));
        sqsProxy = proxies ? FaultProxy.before(aws.sqs().endpoint()) : null;
        dynamoDbProxy = proxies ? FaultProxy.before(aws.dynamoDb().endpoint()) : null;
        aws.secrets().put(SECRET, secret());
        aws.secrets().put(STORAGE_SECRET, "{\"connectionString\":\"" + blobStorage.connectionString() + "\"}");
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
        return new SdkSettings()
                .sqs(sqsProxy == null ? aws.sqs().endpoint() : sqsProxy.endpoint())
                .dynamoDb(dynamoDbProxy == null ? aws.dynamoDb().endpoint() : dynamoDbProxy.endpoint())
                .secretsManager(aws.secrets().endpoint())
                .cloudTrailData(cloudTrail.endpoint())
                .cloudWatchLogs(cloudWatchLogs.endpoint())
                .securityHub(securityHub.endpoint())
                .s3(s3.endpoint());
    }

    /** The environment of a Trailbridge that uses all of it, without health and metrics over HTTP. */
    public Map<String, String> environment() {
        Map<String, String> names = new LinkedHashMap<>(sdk().environment());
        names.put("AZURE_CREDENTIALS_SECRET_NAME", SECRET);
        names.put("DYNAMODB_TABLE_NAME", TABLE);
        names.put("TRAILBRIDGE_CHECKPOINT_CREATE_TABLE", "true");
        names.put("SQS_QUEUE_URL", queueUrl());
        names.put("TRAILBRIDGE_CLOUDTRAIL_DEAD_LETTER_QUEUE_URL", through(queue.deadLetterUrl()));
        names.put("CLOUDTRAIL_CHANNEL_ARN", cloudTrail.channelArn());
        names.put("TRAILBRIDGE_HTTP_ADDRESS", "off");
        return names;
    }

    /** The same with all sinks and flow logs on; objects of the lake are stored after two seconds. */
    public Map<String, String> environmentOfAllSinks() {
        Map<String, String> names = environment();
        names.put("SECURITY_LAKE_QUEUE_URL", queueUrl("security-lake"));
        names.put("SECURITY_HUB_QUEUE_URL", queueUrl("security-hub"));
        names.put("CLOUDWATCH_LOGS_QUEUE_URL", queueUrl("cloudwatch-logs"));
        names.put("TRAILBRIDGE_SECURITYLAKE_DEAD_LETTER_QUEUE_URL", deadLetterUrl("security-lake"));
        names.put("TRAILBRIDGE_SECURITYHUB_DEAD_LETTER_QUEUE_URL", deadLetterUrl("security-hub"));
        names.put("TRAILBRIDGE_CLOUDWATCHLOGS_DEAD_LETTER_QUEUE_URL", deadLetterUrl("cloudwatch-logs"));
        names.put("TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN", securityHub.productArn());
        names.put("TRAILBRIDGE_SECURITYHUB_LEAVE_OUT", "none");
        names.put("TRAILBRIDGE_CLOUDWATCHLOGS_CREATE", "true");
        names.put("TRAILBRIDGE_SECURITYLAKE_DETECTION_FINDING", lakeLocation("defender-detection"));
        names.put("TRAILBRIDGE_SECURITYLAKE_COMPLIANCE_FINDING", lakeLocation("defender-compliance"));
        names.put("TRAILBRIDGE_SECURITYLAKE_VULNERABILITY_FINDING", lakeLocation("defender-vulnerability"));
        names.put("TRAILBRIDGE_SECURITYLAKE_MAX_AGE", "2s");
        names.put("FLOW_LOG_QUEUE_URL", queueUrl("flow-logs"));
        names.put("TRAILBRIDGE_FLOWLOGS_DEAD_LETTER_QUEUE_URL", deadLetterUrl("flow-logs"));
        names.put("TRAILBRIDGE_FLOWLOGS_STORAGE_SECRET", STORAGE_SECRET);
        names.put("TRAILBRIDGE_SECURITYLAKE_NETWORK_ACTIVITY", lakeLocation("vnet-flows"));
        return names;
    }

    private String lakeLocation(String source) {
        return "s3://" + s3.bucket() + "/ext/" + source + "/";
    }

    /** The queue of one of {@link #OTHER_SINKS}. */
    public String queueUrl(String sink) {
        return through(otherQueues.get(sink).url());
    }

    public String deadLetterUrl(String sink) {
        return through(otherQueues.get(sink).deadLetterUrl());
    }

    public String queueUrl() {
        return through(queue.url());
    }

    /** The secret's value: what a user stores for the hub. */
    public String secret() {
        return "{\"connectionString\":\"" + eventHubs.connectionString(HUB) + "\",\"eventHubNamespace\":\"localhost\","
                + "\"eventHubName\":\"" + HUB + "\",\"consumerGroup\":\"$Default\"}";
    }

    /** The SDK sends a queue's calls to its endpoint, whatever host the queue's URL names; one host is easier to read. */
    private String through(String url) {
        return sqsProxy == null ? url : URI.create(url).resolve(sqsProxy.endpoint() + URI.create(url).getPath()).toString();
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

    public SqsStandIn.Queue queue() {
        return queue;
    }

    public SecretsManagerStandIn secrets() {
        return aws.secrets();
    }

    public CloudTrailDataStandIn cloudTrail() {
        return cloudTrail;
    }

    public CloudWatchLogsStandIn cloudWatchLogs() {
        return cloudWatchLogs;
    }

    public S3StandIn s3() {
        return s3;
    }

    public BlobStorageStandIn blobStorage() {
        return blobStorage;
    }

    public SecurityHubStandIn securityHub() {
        return securityHub;
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
        cloudTrail.close();
        cloudWatchLogs.close();
        securityHub.close();
        s3.close();
        blobStorage.close();
        aws.close();
    }
}
