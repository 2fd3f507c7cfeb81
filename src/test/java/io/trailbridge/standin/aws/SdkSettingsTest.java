package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

@Tag("slow")
class SdkSettingsTest {
    private static SqsStandIn sqs;
    private static DynamoDbStandIn dynamo;
    private static SecretsManagerStandIn secrets;
    private static CloudTrailDataStandIn cloudTrail;
    private static SdkSettings settings;

    @BeforeAll
    static void start() {
        sqs = SqsStandIn.start();
        dynamo = DynamoDbStandIn.start();
        secrets = SecretsManagerStandIn.start();
        cloudTrail = CloudTrailDataStandIn.start();
        secrets.put("a-secret", "{}");
        settings = new SdkSettings()
                .sqs(sqs.endpoint())
                .dynamoDb(dynamo.endpoint())
                .secretsManager(secrets.endpoint())
                .cloudTrailData(cloudTrail.endpoint());
    }

    @AfterAll
    static void stop() {
        sqs.close();
        dynamo.close();
        secrets.close();
        cloudTrail.close();
    }

    @Test
    void clientsThatAreGivenNothingFindTheStandInsBySystemProperties() {
        var queue = sqs.createQueue("by-properties", 3);
        Runnable undo = settings.apply();
        try {
            callAll(queue.url(), cloudTrail.channelArn());
        } finally {
            undo.run();
        }

        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    @Timeout(60)
    void clientsOfAChildProcessFindThemByItsEnvironment() throws Exception {
        var queue = sqs.createQueue("by-environment", 3);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        queue.url(),
                        cloudTrail.channelArn())
                .inheritIO();
        child.environment().putAll(settings.environment());

        var process = child.start();

        assertTrue(process.waitFor(50, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    void camelsOwnClientsFindThemToo() throws Exception {
        var queue = sqs.createQueue("by-camel", 3);
        Runnable undo = settings.apply();
        try (var camel = new DefaultCamelContext()) {
            camel.start();
            camel.createProducerTemplate()
                    .sendBody("aws2-sqs:by-camel?useDefaultCredentialsProvider=true&queueUrl=" + queue.url(), "body");
        } finally {
            undo.run();
        }

        assertEquals("body", sqs.drain(queue.url()).get(0).body());
    }

    @Test
    void settingsThatWereThereBeforeComeBack() {
        System.setProperty("aws.endpointUrlSqs", "http://127.0.0.1:1");
        try {
            settings.apply().run();
            assertEquals("http://127.0.0.1:1", System.getProperty("aws.endpointUrlSqs"));
        } finally {
            System.clearProperty("aws.endpointUrlSqs");
        }
    }

    /** Each service is called by a client that is given nothing. */
    static void callAll(String queueUrl, String channelArn) {
        try (var client = SqsClient.create()) {
            client.sendMessage(r -> r.queueUrl(queueUrl).messageBody("body"));
        }
        try (var client = DynamoDbClient.create()) {
            client.listTables();
        }
        try (var client = SecretsManagerClient.create()) {
            client.getSecretValue(r -> r.secretId("a-secret"));
        }
        try (var client = CloudTrailDataClient.create()) {
            var event = CloudTrailDataStandInTest.audit("a", CloudTrailDataStandInTest.valid());
            var answer = client.putAuditEvents(r -> r.channelArn(channelArn).auditEvents(event));
            if (!answer.failed().isEmpty()) {
                throw new IllegalStateException("not accepted: " + answer.failed());
            }
        }
    }

    /** What the child process runs. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            callAll(args[0], args[1]);
        }
    }
}
