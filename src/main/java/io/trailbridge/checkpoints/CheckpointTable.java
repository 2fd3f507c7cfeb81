package io.trailbridge.checkpoints;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.FaultCode;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The checkpoint table as a whole: created on request, checked before the start. */
final class CheckpointTable {
    private final DynamoDbClient client;
    private final String name;

    CheckpointTable(DynamoDbClient client, String name) {
        this.client = client;
        this.name = name;
    }

    void create() {
        try {
            client.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text(CheckpointRows.PK), text(CheckpointRows.SK))
                    .keySchema(key(CheckpointRows.PK, KeyType.HASH), key(CheckpointRows.SK, KeyType.RANGE)));
        } catch (ResourceInUseException e) {
            // The table exists, or another instance is creating it: the wait below covers both cases.
            verifyKeys(describe());
        } catch (DynamoDbException | SdkClientException e) {
            throw failure("create", e);
        }
        try {
            client.waiter().waitUntilTableExists(r -> r.tableName(name));
            var ttl = client.describeTimeToLive(r -> r.tableName(name)).timeToLiveDescription();
            if (ttl == null || ttl.timeToLiveStatus() == null || ttl.timeToLiveStatus() == TimeToLiveStatus.DISABLED) {
                client.updateTimeToLive(r -> r.tableName(name)
                        .timeToLiveSpecification(
                                t -> t.attributeName(CheckpointRows.TTL).enabled(true)));
            }
        } catch (DynamoDbException | SdkClientException e) {
            throw failure("set up", e);
        }
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    void verify() {
        verifyKeys(describe());
        try {
            client.query(query -> query.tableName(name)
                    .consistentRead(true)
                    .limit(1)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", CheckpointRows.text("eventhub#"))));
        } catch (DynamoDbException | SdkClientException e) {
            throw failure("read", e);
        }
    }

    private TableDescription describe() {
        try {
            return client.describeTable(r -> r.tableName(name)).table();
        } catch (ResourceNotFoundException e) {
            throw new IllegalStateException(
                    "checkpoint table '" + name + "' does not exist in this account and"
                            + " region: create it, or set trailbridge.checkpoint.createTable=true",
                    e);
        } catch (DynamoDbException | SdkClientException e) {
            throw failure("look at", e);
        }
    }

    private void verifyKeys(TableDescription table) {
        List<KeySchemaElement> keys = table.keySchema();
        boolean right = keys.size() == 2
                && keys.stream()
                        .anyMatch(k ->
                                k.keyType() == KeyType.HASH && k.attributeName().equals("pk"))
                && keys.stream()
                        .anyMatch(k -> k.keyType() == KeyType.RANGE
                                && k.attributeName().equals("sk"))
                && table.attributeDefinitions().stream()
                        .filter(a -> a.attributeName().equals("pk")
                                || a.attributeName().equals("sk"))
                        .allMatch(a -> a.attributeType() == ScalarAttributeType.S);
        if (!right) {
            throw new IllegalStateException("checkpoint table '" + name + "' has the keys " + keys
                    + " but must have partition key 'pk' and sort key 'sk', both strings: name another table in"
                    + " DYNAMODB_TABLE_NAME");
        }
    }

    private IllegalStateException failure(String action, Exception e) {
        CallFailure failure = AwsFailures.classify(e);
        if (failure.fault() == FaultCode.ACCESS_DENIED) {
            return new IllegalStateException(
                    "access denied: cannot " + action + " checkpoint table '" + name + "' ("
                            + failure.message()
                            + "): allow this identity dynamodb:DescribeTable, Query and PutItem on it, and"
                            + " CreateTable, DescribeTimeToLive and UpdateTimeToLive when it is to be created",
                    e);
        }
        return new IllegalStateException(
                "cannot " + action + " checkpoint table '" + name + "': " + failure.summary(), e);
    }
}
