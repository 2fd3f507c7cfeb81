package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.StandInAccount;
import io.trailbridge.standin.azure.StoredBlob;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Readers whose table fails. */
@Timeout(120)
class TableFaultsTest {
    private final Fixture fixture = new Fixture();
    private final FaultProxy proxy = FaultProxy.before(Fixture.dynamoDb());
    private final DynamoDbClient client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
            .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
            .build();

    @BeforeEach
    void useProxy() {
        fixture.useTable(client);
    }

    @AfterEach
    void close() {
        proxy.faults().clear();
        fixture.close();
        client.close();
        proxy.close();
    }

    @Test
    void aLeaseThatCannotBeRenewedIsAFaultAndIsRenewedAgain() throws Exception {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        fixture.sink = chunk -> stored;
        ReadFlowLogs reader = fixture.reader(Fixture.settings().withLease(Duration.ofSeconds(1)));
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.storage.reads() > 0);
        proxy.faults().on("UpdateItem").fail(Failure.ACCESS_DENIED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !fixture.faults.present().isEmpty());
        assertEquals("table " + fixture.table, fixture.faults.present().get(0).at());
        assertEquals(FaultCode.ACCESS_DENIED, fixture.faults.present().get(0).code());

        proxy.faults().on("UpdateItem").clear();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> fixture.faults.present().isEmpty());
        stored.complete(null);
        assertNull(sent.get(60, TimeUnit.SECONDS).getException());
        assertEquals(1, fixture.tuples().size());
    }

    @Test
    void theEndOfAReadingThatCannotBeWrittenKeepsItsLeaseAndIsTriedAgain() throws Exception {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        fixture.sink = chunk -> stored;
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> fixture.storage.reads() > 0);
        proxy.faults().on("UpdateItem").fail(Failure.DYNAMO_DB_THROUGHPUT_EXCEEDED);
        stored.complete(null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !fixture.faults.present().isEmpty());
        assertEquals(FaultCode.THROTTLED, fixture.faults.present().get(0).code());
        assertTrue(!sent.isDone());

        proxy.faults().on("UpdateItem").clear();
        assertNull(sent.get(60, TimeUnit.SECONDS).getException());
        assertEquals(1, fixture.tuples().size());
        assertEquals(
                state.content().length - 2,
                fixture.progress().read(fixture.blob()).mark().position());
    }

    @Test
    void aNoticeWhoseTableHangsAtAStopIsGivenBack() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        proxy.faults().hang();
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> proxy.calls("GetItem") > 0);
        reader.stop();
        assertInstanceOf(StoppedException.class, sent.get(60, TimeUnit.SECONDS).getException());
    }
}
