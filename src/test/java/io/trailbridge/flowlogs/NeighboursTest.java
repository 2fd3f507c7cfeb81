package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.BackOff;
import io.trailbridge.batch.PostponedException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.azure.BlobFaults;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of blobs while others cannot be read. */
@Timeout(120)
@Tag("slow")
class NeighboursTest {
    private static final String URL =
            "https://%s.blob.core.windows.net/" + BlobStorageStandIn.CONTAINER + "/%s/PT1H.json";

    private final Fixture fixture = new Fixture();
    private final BlobStorageStandIn bad = BlobStorageStandIn.start();

    @AfterEach
    void close() {
        bad.close();
        fixture.close();
    }

    @Test
    void anAccountThatRefusesStopsNoNeighbour() throws Exception {
        bad.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        ReadFlowLogs reader = readerOfBoth(8, 2, Duration.ofSeconds(30));
        List<CompletableFuture<Exchange>> held = flood(reader, 40);

        assertNull(get(send(reader, "good", fixture.storage, 1)).getException());
        assertEquals(List.of(FlowLogText.tuple(1)), fixture.tuples());
        List<CompletableFuture<Exchange>> back = awaitAll(held, 36);
        for (CompletableFuture<Exchange> one : back) {
            assertInstanceOf(PostponedException.class, one.get().getException());
        }
        bad.faults().clear();
        for (CompletableFuture<Exchange> one : held) {
            get(one);
        }
        assertEquals(1 + 4, fixture.tuples().size());
        assertEquals(List.of(), fixture.faults.present());
    }

    @Test
    void anAccountThatHangsStopsNoNeighbourAndIsAFaultBeforeItsCallsEnd() throws Exception {
        bad.faults().delay(Duration.ofMinutes(1));
        ReadFlowLogs reader = readerOfBoth(100, 2, Duration.ofSeconds(3));
        List<CompletableFuture<Exchange>> held = flood(reader, 10);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> bad.looks() == 2);

        assertNull(get(send(reader, "good", fixture.storage, 1)).getException());
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> !fixture.faults.present().isEmpty());
        assertEquals("storage account bad", fixture.faults.present().get(0).at());
        assertEquals(FaultCode.CALL_HANGS, fixture.faults.present().get(0).code());
        assertTrue(held.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void aFewNoticesOfOneBlobShareAPlace() throws Exception {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        fixture.sink = chunk -> stored;
        // One account gets one of two.
        ReadFlowLogs reader = readerOfBoth(2, 1, Duration.ofSeconds(30));
        CompletableFuture<List<CompletableFuture<Exchange>>> all =
                CompletableFuture.supplyAsync(() -> IntStream.range(0, 4)
                        .mapToObj(i -> send(reader, "good", "same", fixture.storage, i))
                        .toList());
        List<CompletableFuture<Exchange>> sent = all.get(30, TimeUnit.SECONDS);
        stored.complete(null);
        for (CompletableFuture<Exchange> one : sent) {
            assertNull(get(one).getException());
        }
        assertEquals(4, fixture.tuples().size());
    }

    @Test
    void whoWaitsForAPlaceIsGivenBackAtAStop() throws Exception {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        fixture.sink = chunk -> stored;
        ReadFlowLogs reader = readerOfBoth(2, 1, Duration.ofSeconds(30));
        CompletableFuture<Exchange> first = send(reader, "good", fixture.storage, 1);
        Awaitility.await().until(() -> fixture.storage.reads() > 0);
        CompletableFuture<Exchange> second = new CompletableFuture<>();
        Thread caller = new Thread(() -> send(reader, "good", fixture.storage, 2)
                .whenComplete((exchange, failure) -> second.complete(exchange)));
        caller.setDaemon(true);
        caller.start();
        Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
        reader.beginStop();

        assertInstanceOf(StoppedException.class, get(second).getException());
        assertTrue(!first.isDone());
        stored.complete(null);
        get(first);
    }

    @Test
    void aMessageWithANoticeThatIsGivenBackIsNotParkedForAnother() throws Exception {
        bad.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        ReadFlowLogs reader = readerOfBoth(2, 1, Duration.ofSeconds(30));
        CompletableFuture<Exchange> held = send(reader, "bad", bad, 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !fixture.faults.present().isEmpty());
        StoredBlob state = bad.append("1/PT1H.json", FlowLogText.record(FlowLogText.tuple(1)));
        String foreign = BlobStorageStandIn.notice("https://evil.example.com/insights-logs-flowlogflowevent/x", state);
        Exception failure = get(Fixture.send(
                        reader,
                        "[" + foreign + "," + BlobStorageStandIn.notice(URL.formatted("bad", "1"), state) + "]"))
                .getException();

        assertInstanceOf(PostponedException.class, failure);
        assertEquals(1, RejectedException.in(failure).size());
        assertTrue(!held.isDone());
    }

    private ReadFlowLogs readerOfBoth(int blobs, int readers, Duration lease) throws Exception {
        fixture.useAccounts(Map.of("good", fixture.storage, "bad", bad));
        return fixture.reader(new FlowLogSettings(
                OcsfMapper.OLDER_VERSION,
                true,
                Duration.ofDays(30),
                readers,
                blobs,
                100_000,
                100,
                64 * 1024,
                lease,
                new BackOff(Duration.ofMillis(20), Duration.ofMillis(100))));
    }

    /** Notices of so many blobs of the bad account, one after the other by another thread, as from a queue. */
    private List<CompletableFuture<Exchange>> flood(ReadFlowLogs reader, int count) {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, count)
                .mapToObj(i -> new CompletableFuture<Exchange>())
                .toList();
        Thread queue = new Thread(() -> IntStream.range(0, count)
                .forEach(i -> send(reader, "bad", bad, i)
                        .whenComplete((exchange, failure) -> all.get(i).complete(exchange))));
        queue.setDaemon(true);
        queue.start();
        return all;
    }

    private static List<CompletableFuture<Exchange>> awaitAll(List<CompletableFuture<Exchange>> sent, int done) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> sent.stream().filter(CompletableFuture::isDone).count() == done);
        return sent.stream().filter(CompletableFuture::isDone).toList();
    }

    private static CompletableFuture<Exchange> send(
            ReadFlowLogs reader, String account, BlobStorageStandIn storage, int number) {
        return send(reader, account, String.valueOf(number), storage, number);
    }

    private static CompletableFuture<Exchange> send(
            ReadFlowLogs reader, String account, String blob, BlobStorageStandIn storage, int number) {
        StoredBlob state = storage.append(blob + "/PT1H.json", FlowLogText.record(FlowLogText.tuple(number)));
        return Fixture.send(reader, BlobStorageStandIn.notice(URL.formatted(account, blob), state));
    }

    private static Exchange get(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(60, TimeUnit.SECONDS);
    }
}
