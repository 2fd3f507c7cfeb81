package io.trailbridge.checkpoints;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.StandInAccount;
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
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class CheckpointTableTest {
    private final DynamoDbClient client = CheckpointTableFixture.server().client();
    private final String name = "table-" + UUID.randomUUID();
    private final DynamoDbCheckpointStore store = new DynamoDbCheckpointStore(client, name);

    @Test
    void aMissingTableIsNamedWithTheSettingThatMakesIt() {
        var failure = assertThrows(IllegalStateException.class, store::verify);
        assertTrue(failure.getMessage().contains(name)
            && failure.getMessage().contains("trailbridge.checkpoint.createTable=true"), failure.getMessage());
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

    @Test
    void aTableWithOtherKeysIsRefused() {
        client.createTable(t -> t.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(AttributeDefinition.builder().attributeName("id")
                .attributeType(ScalarAttributeType.S).build())
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
        for (Runnable use : new Runnable[] {store::verify, store::createTable}) {
            var failure = assertThrows(IllegalStateException.class, use::run);
            assertTrue(failure.getMessage().contains("'pk'") && failure.getMessage().contains("DYNAMODB_TABLE_NAME"),
                failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, on-demand", "UnrecognizedClientException, AWS credentials",
        "KMSInvalidStateException, KMS key", ", AWS credentials"
    })
    void whatTheTableAnswersIsNamedWithCodeAndRemedy(String code, String remedy) {
        try (var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
            var throughProxy = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry())).build()) {
            proxy.faults().fail(new Failure(code == null ? 401 : 400, code, "Refused"));
            var failure = assertThrows(IllegalStateException.class,
                () -> new DynamoDbCheckpointStore(throughProxy, name).verify());
            assertTrue(failure.getMessage().contains("'" + name + "': " + (code == null ? "HTTP 401" : code) + ": Refused (")
                && failure.getMessage().contains(remedy), failure.getMessage());
        }
    }
}
