package io.trailbridge.standin;

import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that Trailbridge talks to, in this JVM on loopback: an Event Hub, the checkpoint table's server, the queue with
 * its dead-letter queue, the secret, the CloudTrail channel and the lake's bucket. Closing it drops everything.
 *
 * <p>With the Maven profile {@code localstack} the queues, the table's server and the secret are LocalStack's, in a
 * container of its own for each instance; without a Docker engine the test that starts it is then skipped.
 */
public final class LocalClouds implements AutoCloseable {
    public static final String HUB = "defender";
    public static final String SECRET = "trailbridge/event-hubs";
    public static final String TABLE = "trailbridge-checkpoints";

    private final EventHubsStandIn eventHubs;
    private final AwsServices aws;
    private final CloudTrailDataStandIn cloudTrail;
    private final S3StandIn s3;
    private final SqsStandIn.Queue queue;
    private final FaultProxy sqsProxy;
    private final FaultProxy dynamoDbProxy;

    private LocalClouds(int partitions, boolean proxies) throws IOException {
        aws = AwsServices.start(); // first: the only one that may abort the test, and then nothing else runs yet
        eventHubs = EventHubsStandIn.builder().hub(HUB, partitions).start();
        cloudTrail = CloudTrailDataStandIn.start();
        s3 = S3StandIn.start();
        queue = aws.sqs().createQueue("trailbridge-cloudtrail", 1000);
        sqsProxy = proxies ? FaultProxy.before(aws.sqs().endpoint()) : null;
        dynamoDbProxy = proxies ? FaultProxy.before(aws.dynamoDb().endpoint()) : null;
        aws.secrets().put(SECRET, secret());
    }

    /** Starts everything; the clients go straight to the servers. */
    public static LocalClouds start(int partitions) throws IOException {
        return new LocalClouds(partitions, false);
    }

    /** Starts everything with a proxy before the queue and one before the table, to put faults there. */
    public static LocalClouds startWithFaults(int partitions) throws IOException {
        return new LocalClouds(partitions, true);
    }

    /** Where bare SDK clients find the servers. */
    public SdkSettings sdk() {
        return new SdkSettings()
                .sqs(sqsProxy == null ? aws.sqs().endpoint() : sqsProxy.endpoint())
                .dynamoDb(dynamoDbProxy == null ? aws.dynamoDb().endpoint() : dynamoDbProxy.endpoint())
                .secretsManager(aws.secrets().endpoint())
                .cloudTrailData(cloudTrail.endpoint())
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

    public S3StandIn s3() {
        return s3;
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
        s3.close();
        aws.close();
    }
}
