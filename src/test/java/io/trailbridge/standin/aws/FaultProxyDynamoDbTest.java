package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

class FaultProxyDynamoDbTest {
    private static final String TABLE = "proxied";

    private static DynamoDbStandIn dynamo;
    private static FaultProxy proxy;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        dynamo = DynamoDbStandIn.start();
        DynamoDbStandInTest.createTable(dynamo.client(), TABLE);
        proxy = FaultProxy.before(dynamo.endpoint());
        client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        proxy.close();
        dynamo.close();
    }

    @BeforeEach
    void clearFaults() {
        proxy.faults().clear();
    }

    @Test
    void rowsAndRefusedConditionsPassThrough() {
        put("passes");

        assertTrue(exists("passes"));
        assertThrows(
                ConditionalCheckFailedException.class,
                () -> client.putItem(
                        r -> r.tableName(TABLE).item(key("passes")).conditionExpression("attribute_not_exists(pk)")));
    }

    @Test
    void writesAreThrottledWhileReadsPass() {
        proxy.faults().on("PutItem").fail(Failure.DYNAMO_DB_THROUGHPUT_EXCEEDED);

        assertThrows(ProvisionedThroughputExceededException.class, () -> put("throttled"));

        assertFalse(exists("throttled"));
    }

    @Test
    void everySecondCallFails() {
        proxy.faults().failEvery(2, Failure.INTERNAL_ERROR);

        put("first");
        var failure = assertThrows(DynamoDbException.class, () -> put("second"));
        put("third");

        assertEquals(500, failure.statusCode());
    }

    @Test
    void anExpiredTokenIsNamed() {
        proxy.faults().failNext(1, Failure.EXPIRED_TOKEN);

        var failure = assertThrows(DynamoDbException.class, () -> put("expired"));

        assertEquals("ExpiredTokenException", failure.awsErrorDetails().errorCode());
        put("expired");
        assertTrue(exists("expired"));
    }

    @Test
    void aHangingCallIsAnsweredWhenReleased() {
        int before = proxy.calls("PutItem");
        proxy.faults().on("PutItem").hang();
        CompletableFuture<PutItemResponse> call = CompletableFuture.supplyAsync(() -> put("hangs"));
        Awaitility.await().until(() -> proxy.calls("PutItem") == before + 1);
        assertFalse(exists("hangs"));
        assertFalse(call.isDone());

        proxy.faults().on("PutItem").release();

        call.join();
        assertTrue(exists("hangs"));
    }

    @Test
    void aHangingCallEndsWithTheClientsOwnTimeLimit() {
        proxy.faults().hang();

        assertThrows(
                ApiCallAttemptTimeoutException.class,
                () -> client.putItem(r -> r.tableName(TABLE)
                        .item(key("timed-out"))
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(Duration.ofMillis(200)))));
    }

    @Test
    void aDelayedCallTakesItsTime() {
        proxy.faults().delay(Duration.ofMillis(150));
        long start = System.nanoTime();

        put("delayed");

        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 150);
    }

    @Test
    void aLostAnswerHidesAWriteThatWasDone() {
        proxy.faults().on("PutItem").loseAnswers(1);

        assertThrows(SdkClientException.class, () -> put("unanswered"));

        assertTrue(exists("unanswered"));
    }

    @Test
    void aStoppedProxyRefusesConnectionsUntilItListensAgain() {
        proxy.stopListening();
        try {
            assertThrows(SdkClientException.class, () -> put("stopped"));
        } finally {
            proxy.listenAgain();
        }

        put("stopped");
        assertTrue(exists("stopped"));
    }

    private static PutItemResponse put(String partition) {
        return client.putItem(r -> r.tableName(TABLE).item(key(partition)));
    }

    private static boolean exists(String partition) {
        return dynamo.client()
                .getItem(r -> r.tableName(TABLE).key(key(partition)).consistentRead(true))
                .hasItem();
    }

    private static Map<String, AttributeValue> key(String partition) {
        return Map.of("pk", AttributeValue.fromS("hub"), "sk", AttributeValue.fromS(partition));
    }
}
