package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbStandInTest {
    private static DynamoDbStandIn dynamo;

    @BeforeAll
    static void start() {
        dynamo = DynamoDbStandIn.start();
    }

    @AfterAll
    static void stop() {
        dynamo.close();
    }

    @Test
    void aConditionalWriteHasOneWinner() {
        createTable(dynamo.client(), "one-winner");

        put("one-winner", "a");

        assertThrows(ConditionalCheckFailedException.class, () -> put("one-winner", "b"));
        Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("hub"), "sk", AttributeValue.fromS("0"));
        var row = dynamo.client()
                .getItem(r -> r.tableName("one-winner").consistentRead(true).key(key))
                .item();
        assertEquals("a", row.get("owner").s());
    }

    @Test
    void timeToLiveCanBeSwitchedOn() {
        createTable(dynamo.client(), "ttl");

        dynamo.client()
                .updateTimeToLive(r -> r.tableName("ttl")
                        .timeToLiveSpecification(t -> t.attributeName("ttl").enabled(true)));

        var description =
                dynamo.client().describeTimeToLive(r -> r.tableName("ttl")).timeToLiveDescription();
        assertEquals("ttl", description.attributeName());
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertEquals("127.0.0.1", dynamo.endpoint().getHost());
        assertTrue(dynamo.endpoint().getPort() > 0);
    }

    @Test
    void eachInstanceHasItsOwnTables() {
        createTable(dynamo.client(), "first");
        try (var second = DynamoDbStandIn.start()) {
            assertFalse(second.client().listTables().tableNames().contains("first"));
        }
        assertTrue(dynamo.client().listTables().tableNames().contains("first"));
    }

    private static void put(String table, String owner) {
        dynamo.client()
                .putItem(r -> r.tableName(table)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS("hub"),
                                "sk",
                                AttributeValue.fromS("0"),
                                "owner",
                                AttributeValue.fromS(owner)))
                        .conditionExpression("attribute_not_exists(pk)"));
    }

    static void createTable(DynamoDbClient client, String name) {
        client.createTable(r -> r.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                        KeySchemaElement.builder()
                                .attributeName("pk")
                                .keyType(KeyType.HASH)
                                .build(),
                        KeySchemaElement.builder()
                                .attributeName("sk")
                                .keyType(KeyType.RANGE)
                                .build())
                .attributeDefinitions(attribute("pk"), attribute("sk")));
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }
}
