package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import io.trailbridge.sinks.cloudwatchlogs.CloudWatchLogsSink;
import io.trailbridge.sqs.DeadLetterQueues;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a sink's queue lacks stops the start with settings that exist. */
class SinksTest {
    private static final Pattern PROPERTY = Pattern.compile("trailbridge\\.[A-Za-z.-]+[A-Za-z]");
    private static final List<String> PROPERTIES =
            Catalog.settings().stream().map(Setting::property).toList();

    private static SqsStandIn sqs;
    private static FaultProxy proxy;
    private static SqsClient client;

    @BeforeAll
    static void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        client = SqsClient.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void recover() {
        proxy.faults().clear();
    }

    @AfterAll
    static void stop() {
        client.close();
        proxy.close();
        sqs.close();
    }

    static List<SinkDefinition> all() {
        return Catalog.SINKS;
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachMessageOfEachSinkNamesSettingsThatExist(SinkDefinition sink) {
        String name = "queue-" + sink.id();
        String plain = sqs.client()
                .createQueue(create -> create.queueName(name + "-plain"))
                .queueUrl();
        assertNames(refused(sink, plain, null), sink.queue(), sink.deadLetters());

        SqsStandIn.Queue queue = sqs.createQueue(name, 1000);
        proxy.faults().on("GetQueueUrl").fail(Failure.ACCESS_DENIED);
        assertNames(refused(sink, queue.url(), null), sink.queue(), sink.deadLetters());
        proxy.faults()
                .on("GetQueueUrl")
                .fail(new Failure(
                        400, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist"));
        assertNames(refused(sink, queue.url(), null), sink.queue(), sink.deadLetters());
        proxy.faults().on("GetQueueAttributes").fail(Failure.ACCESS_DENIED);
        assertNames(refused(sink, queue.url(), null), sink.queue());
        proxy.faults().clear();

        assertNames(refused(sink, queue.url(), "dead letters"), sink.deadLetters());
        assertNames(refused(sink, plain + "-absent", null), sink.queue());
        assertNames(refused(sink, "queue", null), sink.queue());

        sqs.client()
                .setQueueAttributes(set -> set.queueUrl(queue.url())
                        .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy(queue, 4))));
        assertNames(refused(sink, queue.url(), null), sink.queue());
        assertNames(refused(sink, queue.url(), queue.deadLetterUrl()), sink.queue());
    }

    @Test
    void aQueueThatSqsEmptiesAfterFewReceivesIsRefusedWithTheReason() {
        SqsStandIn.Queue queue = sqs.createQueue("few", 4);
        String message = refused(new CloudWatchLogsSink(), queue.url(), null);
        assertTrue(
                message.contains("maxReceiveCount 4")
                        && message.contains("each start in an outage")
                        && message.contains("5 at least"),
                message);
    }

    @Test
    void aQueueThatSqsEmptiesAfterSomeReceivesIsWarnedOf() {
        SqsStandIn.Queue some = sqs.createQueue("some", 5);
        SqsStandIn.Queue many = sqs.createQueue("many", 100);
        try (LogLines log = LogLines.of(DeadLetterQueues.class)) {
            Sinks.of(settings(new CloudWatchLogsSink(), many.url(), null), client);
            assertTrue(log.lines().isEmpty(), () -> log.lines().toString());

            Sinks.of(settings(new CloudWatchLogsSink(), some.url(), null), client);
            assertEquals(1, log.lines().size());
            assertTrue(
                    log.lines().get(0).contains("maxReceiveCount=5"),
                    log.lines().get(0));
        }
    }

    private static String policy(SqsStandIn.Queue queue, int receives) {
        return sqs.client()
                .getQueueAttributes(get -> get.queueUrl(queue.url()).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                .attributes()
                .get(QueueAttributeName.REDRIVE_POLICY)
                .replace("1000", Integer.toString(receives));
    }

    private static Settings settings(SinkDefinition sink, String url, String deadLetterUrl) {
        Map<String, String> environment = new HashMap<>(Map.of(
                sink.queue().environment(),
                url,
                "DYNAMODB_TABLE_NAME",
                "table",
                "TRAILBRIDGE_SECURITYLAKE_NETWORK_ACTIVITY",
                "s3://lake/ext/flows/",
                "TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN",
                "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default"));
        if (sink instanceof CloudTrailSink) {
            environment.put("CLOUDTRAIL_CHANNEL_ARN", "arn:aws:cloudtrail:us-east-1:123456789012:channel/x");
        }
        if (deadLetterUrl != null) {
            environment.put(sink.deadLetters().environment(), deadLetterUrl);
        }
        return Catalog.load(null, environment, new Properties());
    }

    private static String refused(SinkDefinition sink, String url, String deadLetterUrl) {
        return assertThrows(SettingsException.class, () -> Sinks.of(settings(sink, url, deadLetterUrl), client))
                .getMessage();
    }

    private static void assertNames(String message, Setting... expected) {
        for (Setting setting : expected) {
            assertTrue(message.contains(setting.names()), message);
        }
        for (Matcher property = PROPERTY.matcher(message); property.find(); ) {
            assertTrue(PROPERTIES.contains(property.group()), property.group() + " is no setting: " + message);
        }
    }
}
