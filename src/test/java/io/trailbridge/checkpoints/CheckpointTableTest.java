package io.trailbridge.checkpoints;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.StandInAccount;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class CheckpointTableTest {
    private final DynamoDbClient client = CheckpointTableFixture.server().client();
    private final String name = "table-" + UUID.randomUUID();
    private final DynamoDbCheckpointStore store = new DynamoDbCheckpointStore(client, name);

    @Test
    void aMissingTableIsNamedWithTheSettingThatMakesIt() {
        var failure = assertThrows(IllegalStateException.class, store::verify);
        assertTrue(
                failure.getMessage().contains(name)
                        && failure.getMessage().contains("trailbridge.checkpoint.createTable=true"),
                failure.getMessage());
    }

    @Test
    void theTableIsMadeOnDemandWithTimeToLiveAndMakingItAgainIsHarmless() {
        store.createTable();
        store.createTable();
        assertDoesNotThrow(store::verify);
        var table = client.describeTable(r -> r.tableName(name)).table();
        assertEquals(BillingMode.PAY_PER_REQUEST, table.billingModeSummary().billingMode());
        var ttl = client.describeTimeToLive(r -> r.tableName(name)).timeToLiveDescription();
        assertEquals("ttl", ttl.attributeName());
        assertEquals("ENABLED", ttl.timeToLiveStatusAsString());
    }

    @ParameterizedTest
    @CsvSource({"id S", "pk S", "pk S sk N", "pk N sk S", "id S sk S", "pk S id S", "sk S pk S"})
    void aTableWithOtherKeysIsRefused(String keys) {
        String[] namesAndTypes = keys.split(" ");
        var attributes = new ArrayList<AttributeDefinition>();
        var schema = new ArrayList<KeySchemaElement>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            attributes.add(attribute(namesAndTypes[i], ScalarAttributeType.fromValue(namesAndTypes[i + 1])));
            schema.add(key(namesAndTypes[i], i == 0 ? KeyType.HASH : KeyType.RANGE));
        }
        client.createTable(t -> t.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(schema));
        for (Runnable use : new Runnable[] {store::verify, store::createTable}) {
            var failure = assertThrows(IllegalStateException.class, use::run);
            assertTrue(
                    failure.getMessage().contains("'pk'")
                            && failure.getMessage().contains("DYNAMODB_TABLE_NAME"),
                    failure.getMessage());
        }
    }

    @Test
    void furtherAttributesOfAnIndexAreNoMatter() {
        client.createTable(t -> t.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute("pk", ScalarAttributeType.S),
                        attribute("sk", ScalarAttributeType.S),
                        attribute("n", ScalarAttributeType.N))
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .globalSecondaryIndexes(index -> index.indexName("by-n")
                        .keySchema(key("n", KeyType.HASH))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))));
        assertDoesNotThrow(store::verify);
    }

    private static AttributeDefinition attribute(String attribute, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, on-demand", "UnrecognizedClientException, AWS credentials",
        "KMSInvalidStateException, KMS key", ", AWS credentials"
    })
    void whatTheTableAnswersIsNamedWithCodeAndRemedy(String code, String remedy) {
        try (var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
                var throughProxy = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                        .build()) {
            proxy.faults().fail(new Failure(code == null ? 401 : 400, code, "Refused"));
            var failure = assertThrows(
                    IllegalStateException.class, () -> new DynamoDbCheckpointStore(throughProxy, name).verify());
            assertTrue(
                    failure.getMessage()
                                    .contains("'" + name + "': " + (code == null ? "HTTP 401" : code) + ": Refused (")
                            && failure.getMessage().contains(remedy),
                    failure.getMessage());
        }
    }
}
