package io.trailbridge.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import io.trailbridge.standin.aws.StandInAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Bare SDK clients, made as Trailbridge makes them, find every server: embedded, or LocalStack's by its profile. */
class LocalCloudsTest {
    private static LocalClouds clouds;
    private static Runnable restoreProperties;

    /** Once for all, but asked for by each test, so that each is counted when it is skipped for want of Docker. */
    @BeforeEach
    void start() throws Exception {
        if (clouds == null) {
            clouds = LocalClouds.start(2);
            restoreProperties = clouds.sdk().apply();
        }
    }

    @AfterAll
    static void stop() {
        if (clouds != null) {
            restoreProperties.run();
            clouds.close();
        }
    }

    @Test
    void aMessageGoesThroughTheQueueAndIsGoneWhenDrained() {
        try (SqsClient sqs = SqsClient.create()) {
            sqs.sendMessage(request -> request.queueUrl(clouds.queueUrl()).messageBody("{\"a\":1}"));
        }
        List<String> bodies = clouds.sqs().drain(clouds.queue().url()).stream()
                .map(Message::body)
                .toList();
        assertEquals(List.of("{\"a\":1}"), bodies);
        assertEquals(0, clouds.sqs().depth(clouds.queue().url()));
    }

    @Test
    void theQueueNamesItsDeadLetterQueue() {
        try (SqsClient sqs = SqsClient.create()) {
            String redrive = sqs.getQueueAttributes(request ->
                            request.queueUrl(clouds.queueUrl()).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                    .attributes()
                    .get(QueueAttributeName.REDRIVE_POLICY);
            assertTrue(redrive.contains(":trailbridge-cloudtrail-dlq\""), redrive);
        }
    }

    @Test
    void aTableKeepsARow() {
        Map<String, AttributeValue> row = Map.of("pk", AttributeValue.fromS("a"), "n", AttributeValue.fromN("1"));
        try (DynamoDbClient dynamoDb = DynamoDbClient.create()) {
            dynamoDb.createTable(table -> table.tableName("rows")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(List.of(AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build()))
                    .keySchema(List.of(KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build())));
            dynamoDb.waiter().waitUntilTableExists(table -> table.tableName("rows"));
            dynamoDb.putItem(put -> put.tableName("rows").item(row));
            assertEquals(
                    row,
                    dynamoDb.getItem(get -> get.tableName("rows")
                                    .consistentRead(true)
                                    .key(Map.of("pk", AttributeValue.fromS("a"))))
                            .item());
        }
    }

    @Test
    void theSecretIsThereAndCanBeReplacedAndRemoved() {
        try (SecretsManagerClient secrets = SecretsManagerClient.create()) {
            assertEquals(
                    clouds.secret(),
                    secrets.getSecretValue(request -> request.secretId(LocalClouds.SECRET))
                            .secretString());
            clouds.secrets().put("other", "{\"v\":1}");
            clouds.secrets().put("other", "{\"v\":2}");
            assertEquals(
                    "{\"v\":2}",
                    secrets.getSecretValue(request -> request.secretId("other")).secretString());
            clouds.secrets().remove("other");
            assertTrue(secrets.batchGetSecretValue(request -> request.secretIdList("other"))
                    .secretValues()
                    .isEmpty());
        }
    }

    @Test
    void theChannelTakesAnAuditEvent() {
        String event = """
                {"version": "1.0", "eventSource": "defender.example", "eventName": "SecurityAlert", "UID": "uid-1",
                 "eventTime": "2026-11-21T10:00:00Z", "recipientAccountId": "%s",
                 "userIdentity": {"type": "AzureSubscription", "principalId": "subscription-1"}}
                """.formatted(StandInAccount.ID);
        try (CloudTrailDataClient channel = CloudTrailDataClient.create()) {
            channel.putAuditEvents(request -> request.channelArn(
                            clouds.cloudTrail().channelArn())
                    .auditEvents(List.of(
                            AuditEvent.builder().id("one").eventData(event).build())));
        }
        assertEquals(Map.of("one", event), clouds.cloudTrail().accepted());
    }

    @Test
    void theConnectionStringOfTheSecretOpensTheHub() {
        try (EventHubProducerClient hub = new EventHubClientBuilder()
                .connectionString(clouds.eventHubs().connectionString(LocalClouds.HUB))
                .buildProducerClient()) {
            assertEquals(2, hub.getPartitionIds().stream().count());
        }
    }
}
