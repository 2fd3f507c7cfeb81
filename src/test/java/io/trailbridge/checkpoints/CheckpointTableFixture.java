package io.trailbridge.checkpoints;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.standin.aws.DynamoDbStandIn;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A fresh checkpoint table in a DynamoDB stand-in that all tests of this JVM share. */
public final class CheckpointTableFixture {
    public static final String NAMESPACE = "ns.servicebus.windows.net";
    public static final String HUB = "defender";
    public static final String GROUP = "$default";
    private static final DynamoDbStandIn DYNAMO_DB = DynamoDbStandIn.start();

    public final String name = "checkpoints-" + UUID.randomUUID();
    public final DynamoDbClient client = DYNAMO_DB.client();
    public final DynamoDbCheckpointStore store = new DynamoDbCheckpointStore(client, name);

    public CheckpointTableFixture() {
        store.createTable();
    }

    public static DynamoDbStandIn server() {
        return DYNAMO_DB;
    }

    public static Checkpoint checkpoint(String partition, long sequence) {
        return new Checkpoint()
                .setFullyQualifiedNamespace(NAMESPACE)
                .setEventHubName(HUB)
                .setConsumerGroup(GROUP)
                .setPartitionId(partition)
                .setSequenceNumber(sequence)
                .setOffsetString("o" + sequence);
    }

    public static PartitionOwnership claim(String partition, String owner, String etag) {
        return new PartitionOwnership()
                .setFullyQualifiedNamespace(NAMESPACE)
                .setEventHubName(HUB)
                .setConsumerGroup(GROUP)
                .setPartitionId(partition)
                .setOwnerId(owner)
                .setETag(etag);
    }

    /** Writes a row as another system would. */
    public void legacy(String sortKey, Map<String, AttributeValue> attributes) {
        legacy(NAMESPACE, HUB, GROUP, sortKey, attributes);
    }

    /** The same for another hub. */
    public void legacy(
            String namespace, String hub, String group, String sortKey, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> row = new HashMap<>(attributes);
        row.put("pk", CheckpointRows.text(HubCheckpoint.partitionKey(namespace, hub, group)));
        row.put("sk", CheckpointRows.text(sortKey));
        client.putItem(put -> put.tableName(name).item(row));
    }

    /** Deletes a partition's checkpoint, as an operator does. */
    public void delete(String namespace, String hub, String group, String partition) {
        client.deleteItem(delete ->
                delete.tableName(name).key(CheckpointRows.key(namespace, hub, group, HubCheckpoint.KIND, partition)));
    }

    public Map<String, AttributeValue> row(String sortKey) {
        return client.getItem(get -> get.tableName(name)
                        .consistentRead(true)
                        .key(Map.of(
                                "pk", CheckpointRows.text(HubCheckpoint.partitionKey(NAMESPACE, HUB, GROUP)),
                                "sk", CheckpointRows.text(sortKey))))
                .item();
    }
}
