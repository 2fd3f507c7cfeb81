package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.azure.BlobFaults;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of notices of accounts that refuse or that do not exist. */
@Timeout(120)
@Tag("slow")
class UnknownAccountsTest {
    private static final String URL =
            "https://%s.blob.core.windows.net/" + BlobStorageStandIn.CONTAINER + "/%s/PT1H.json";

    private final Fixture fixture = new Fixture();
    private final BlobStorageStandIn other = BlobStorageStandIn.start();
    private int blobs;

    @AfterEach
    void close() {
        other.close();
        fixture.close();
    }

    @Test
    void anAccountThatRefusesIsDeadLetteredOnceAnotherIsReadMeanwhile() throws Exception {
        other.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        ReadFlowLogs reader = reader(Set.of());
        CompletableFuture<Exchange> refused = send(reader, "other", other);
        awaitFault("other", FaultCode.ACCESS_DENIED);
        assertNull(get(send(reader, "good", fixture.storage)).getException());
        assertFalse(refused.isDone());
        pass(UnknownAccounts.LIMIT);

        assertGivenUp(refused, "AuthorizationPermissionMismatch", "trailbridge.flowlogs.accounts");
        assertGivenUp(send(reader, "other", other), "AuthorizationPermissionMismatch");
        assertEquals(List.of(), fixture.faults.present());
        // It was one of ours after all.
        other.faults().clear();
        assertNull(get(send(reader, "other", other)).getException());
        other.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        CompletableFuture<Exchange> waits = send(reader, "other", other);
        awaitFault("other", FaultCode.ACCESS_DENIED);
        pass(UnknownAccounts.LIMIT.multipliedBy(2));
        awaitTries(3);
        assertFalse(waits.isDone());
    }

    @Test
    void anAccountThatDoesNotExistIsDeadLetteredToo() throws Exception {
        ReadFlowLogs reader = reader(Set.of());
        CompletableFuture<Exchange> missing = send(reader, "missing", other);
        awaitFault("missing", FaultCode.UNREACHABLE);
        assertNull(get(send(reader, "good", fixture.storage)).getException());
        pass(UnknownAccounts.LIMIT);

        assertGivenUp(missing, "UnknownHost");
    }

    @Test
    void whileNoAccountCanBeReadNoneIsGivenUp() throws Exception {
        fixture.storage.faults().fail(BlobFaults.Failure.NOT_AUTHENTICATED);
        other.faults().fail(BlobFaults.Failure.NOT_AUTHENTICATED);
        ReadFlowLogs reader = reader(Set.of());
        CompletableFuture<Exchange> one = send(reader, "good", fixture.storage);
        CompletableFuture<Exchange> two = send(reader, "other", other);
        awaitFault("good", FaultCode.CREDENTIALS_INVALID);
        awaitFault("other", FaultCode.CREDENTIALS_INVALID);
        pass(UnknownAccounts.LIMIT.multipliedBy(10));
        awaitTries(5);

        assertFalse(one.isDone() || two.isDone());
        fixture.storage.faults().clear();
        assertNull(get(one).getException());
        other.faults().clear();
        get(two);
    }

    @Test
    void anAccountThatAnotherProcessHasReadWaits() throws Exception {
        ReadFlowLogs before = reader(Set.of());
        assertNull(get(send(before, "other", other)).getException());
        other.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        ReadFlowLogs reader = reader(Set.of());
        CompletableFuture<Exchange> refused = send(reader, "other", other);
        awaitFault("other", FaultCode.ACCESS_DENIED);
        assertNull(get(send(reader, "good", fixture.storage)).getException());
        pass(UnknownAccounts.LIMIT);
        awaitTries(3);

        assertFalse(refused.isDone());
        other.faults().clear();
        assertNull(get(refused).getException());
    }

    @Test
    void anAccountThatTheSettingsNameWaits() throws Exception {
        other.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        ReadFlowLogs reader = reader(Set.of("good", "other"));
        CompletableFuture<Exchange> refused = send(reader, "other", other);
        awaitFault("other", FaultCode.ACCESS_DENIED);
        assertNull(get(send(reader, "good", fixture.storage)).getException());
        pass(UnknownAccounts.LIMIT);
        awaitTries(3);

        assertFalse(refused.isDone());
    }

    @Test
    void anOutageOfAnAccountThatWasNeverReadIsNoRefusal() throws Exception {
        other.faults().fail(BlobFaults.Failure.INTERNAL_ERROR);
        ReadFlowLogs reader = reader(Set.of());
        CompletableFuture<Exchange> failed = send(reader, "other", other);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !fixture.faults.present().isEmpty());
        assertNull(get(send(reader, "good", fixture.storage)).getException());
        pass(UnknownAccounts.LIMIT);
        other.faults().clear();

        assertNull(get(failed).getException());
    }

    private ReadFlowLogs reader(Set<String> named) throws Exception {
        fixture.useAccounts(Map.of("good", fixture.storage, "other", other), named);
        return fixture.reader();
    }

    private void pass(Duration time) {
        fixture.ahead.addAndGet(time.toNanos());
    }

    private void awaitTries(int more) {
        double before = tries();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tries() >= before + more);
    }

    private double tries() {
        return fixture.meters
                .get("trailbridge.retried")
                .tag("at", FlowLogMeters.NAME)
                .counter()
                .count();
    }

    private void awaitFault(String account, FaultCode code) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> fixture.faults.present().stream()
                        .anyMatch(fault -> fault.at().equals("storage account " + account) && fault.code() == code));
    }

    private static void assertGivenUp(CompletableFuture<Exchange> sent, String... words) throws Exception {
        RejectedException failure =
                assertInstanceOf(RejectedException.class, get(sent).getException());
        assertEquals("UnknownAccount", failure.code());
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }

    private CompletableFuture<Exchange> send(ReadFlowLogs reader, String account, BlobStorageStandIn storage) {
        String blob = "blob" + blobs++;
        StoredBlob state = storage.append(blob + "/PT1H.json", FlowLogText.record(FlowLogText.tuple(blobs)));
        return Fixture.send(reader, BlobStorageStandIn.notice(URL.formatted(account, blob), state));
    }

    private static Exchange get(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(60, TimeUnit.SECONDS);
    }
}
