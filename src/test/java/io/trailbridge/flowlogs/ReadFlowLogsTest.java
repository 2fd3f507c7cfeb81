package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.azure.BlobFaults;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("slow")
class ReadFlowLogsTest {
    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aNoticeIsDoneWhenTheRowsOfItsBlobAreStored() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        CompletableFuture<Void> stored = new CompletableFuture<>();
        fixture.sink = chunk -> stored;
        StoredBlob state =
                fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2)));

        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        Awaitility.await().until(() -> fixture.storage.reads() == 1);
        assertTrue(!sent.isDone());
        assertEquals(BlobPosition.START, fixture.progress().read(fixture.blob()).mark());
        stored.complete(null);

        assertNull(get(sent).getException());
        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), fixture.tuples());
        assertEquals(
                state.content().length - 2,
                fixture.progress().read(fixture.blob()).mark().position());
    }

    @Test
    void sixtyAppendsWithNoticesInAnyOrderEachTwiceGiveEachTupleOnce() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        List<StoredBlob> notices = new ArrayList<>();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        Random random = new Random(7);
        for (int minute = 0; minute < 60; minute++) {
            int first = minute * 20;
            StoredBlob state = fixture.storage.append(
                    Fixture.PATH,
                    FlowLogText.record(IntStream.range(first, first + 20)
                            .mapToObj(FlowLogText::tuple)
                            .toArray(String[]::new)));
            notices.add(state);
            notices.add(state);
            Collections.shuffle(notices, random);
            // Some come while the blob still grows, the others after it.
            while (notices.size() > 30) {
                sent.add(fixture.sendNotice(reader, notices.remove(0)));
            }
            if (minute % 10 == 9 && !sent.isEmpty()) {
                sent.get(sent.size() - 1).get(30, TimeUnit.SECONDS);
            }
        }
        for (StoredBlob state : notices) {
            sent.add(fixture.sendNotice(reader, state));
        }
        for (CompletableFuture<Exchange> one : sent) {
            assertNull(get(one).getException());
        }

        assertEquals(120, sent.size());
        assertEquals(
                IntStream.range(0, 1200).mapToObj(FlowLogText::tuple).toList(),
                fixture.tuples().stream().sorted().toList());
        long length = fixture.storage.append(Fixture.PATH, "{}").content().length;
        long served = fixture.storage.bytesServed();
        assertTrue(served < length + 60 * (BlobPosition.ANCHOR + 2), served + " bytes read of " + length);
    }

    @Test
    void aNoticeOfWhatHasBeenReadMakesNoDataBeRead() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob first = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        StoredBlob second = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(2)));
        get(fixture.sendNotice(reader, second));
        int reads = fixture.storage.reads();
        int looks = fixture.storage.looks();
        get(fixture.sendNotice(reader, second));
        get(fixture.sendNotice(reader, first));

        assertEquals(reads, fixture.storage.reads());
        assertEquals(looks, fixture.storage.looks());
        assertEquals(2, fixture.tuples().size());
    }

    @Test
    void malformedTuplesAreParkedWithBlobPositionAndReason() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        String first = FlowLogText.record(FlowLogText.tuple(1));
        fixture.storage.append(Fixture.PATH, first);
        StoredBlob state = fixture.storage.append(
                Fixture.PATH, FlowLogText.record(FlowLogText.tuple(2), "oops", FlowLogText.tuple(3)));
        assertNull(get(fixture.sendNotice(reader, state)).getException());

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2), FlowLogText.tuple(3)), fixture.tuples());
        assertEquals(1, fixture.rejects.size());
        assertEquals(
                fixture.storage.url(Fixture.PATH),
                fixture.rejects.get(0).get("blob").asText());
        assertEquals(
                12 + first.length() + 1, fixture.rejects.get(0).get("position").asLong());
        assertEquals(1, fixture.rejects.get(0).get("index").asInt());
        assertEquals("oops", fixture.rejects.get(0).get("tuple").asText());
        assertEquals(
                "it has 1 fields instead of 13",
                fixture.rejects.get(0).get("reason").asText());
    }

    @Test
    void aReplacedBlobIsReadFromItsBeginning() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        get(fixture.sendNotice(
                reader,
                fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2)))));
        // Longer than before, and then shorter.
        get(fixture.sendNotice(
                reader,
                fixture.storage.put(
                        Fixture.PATH,
                        FlowLogText.blob(FlowLogText.record(
                                FlowLogText.tuple(11),
                                FlowLogText.tuple(12),
                                FlowLogText.tuple(13),
                                FlowLogText.tuple(14))))));
        get(fixture.sendNotice(
                reader,
                fixture.storage.put(Fixture.PATH, FlowLogText.blob(FlowLogText.record(FlowLogText.tuple(21))))));

        assertEquals(
                IntStream.of(1, 2, 11, 12, 13, 14, 21)
                        .mapToObj(FlowLogText::tuple)
                        .toList(),
                fixture.tuples());
        assertEquals(2, fixture.progress().read(fixture.blob()).generation());
    }

    @Test
    void aBlobThatIsGoneIsParkedAndItsNeighboursAreRead() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        String gone = BlobStorageStandIn.notice(fixture.storage.url("gone/PT1H.json"), state);
        String foreign = BlobStorageStandIn.notice("https://evil.example.com/insights-logs-flowlogflowevent/x", state);
        String other = BlobStorageStandIn.notice(fixture.storage.endpoint() + "/pictures/x.png", state);
        Exchange exchange = get(Fixture.send(
                reader,
                "[" + gone + "," + foreign + "," + BlobStorageStandIn.notice(fixture.storage.url(Fixture.PATH), state)
                        + "," + other + "]"));

        assertEquals(List.of(FlowLogText.tuple(1)), fixture.tuples());
        List<String> codes = RejectedException.in(exchange.getException()).stream()
                .map(RejectedException::code)
                .sorted()
                .toList();
        assertEquals(List.of("BlobNotFound", "ForeignHost", "NotAFlowLog"), codes);
    }

    @Test
    void ofAMessageThatTheSinksGetAsWellOnlyTheNoticesAreTakenAndTheOthersCounted() throws Exception {
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        String message = "[{\"type\":\"Microsoft.Security/secureScores\"},"
                + BlobStorageStandIn.notice(fixture.storage.url(Fixture.PATH), state) + ","
                + BlobStorageStandIn.notice(fixture.storage.endpoint() + "/pictures/x.png", state) + "]";
        ReadFlowLogs reader = fixture.reader();

        assertNull(
                get(Fixture.send(reader, "mixed-with-flow-log-notice", message)).getException());
        assertEquals(List.of(FlowLogText.tuple(1)), fixture.tuples());
        assertEquals(1, leftOut("secure-score"));
        assertEquals(1, leftOut("blob-created"));

        assertInstanceOf(
                RejectedException.class,
                get(Fixture.send(reader, "mixed", message)).getException());
        assertEquals(1, leftOut("secure-score"));
    }

    private double leftOut(String kind) {
        return fixture.meters
                .get("trailbridge.left.out")
                .tag("sink", "flow-logs")
                .tag("kind", kind)
                .counter()
                .count();
    }

    @Test
    void whatPassesIsTriedAgainWithoutDoubling() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(
                Fixture.PATH,
                FlowLogText.record(
                        IntStream.range(0, 5000).mapToObj(FlowLogText::tuple).toArray(String[]::new)));
        fixture.storage.faults().cutNext(2);
        assertNull(get(fixture.sendNotice(reader, state)).getException());
        fixture.storage.faults().failNext(4, BlobFaults.Failure.SERVER_BUSY);
        StoredBlob more = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(5000)));
        assertNull(get(fixture.sendNotice(reader, more)).getException());

        assertEquals(IntStream.rangeClosed(0, 5000).mapToObj(FlowLogText::tuple).toList(), sorted());
    }

    @Test
    void missingPermissionsHoldTheMessageAndAreAFaultOfTheAccountInLogAndHealth() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        fixture.storage.faults().fail(BlobFaults.Failure.NOT_PERMITTED);
        try (LogLines log = LogLines.of(Faults.class)) {
            CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
            Fault fault = awaitFault();

            assertEquals("storage account flowlogs", fault.at());
            assertEquals(FaultCode.ACCESS_DENIED, fault.code());
            assertTrue(fault.cause().startsWith("AuthorizationPermissionMismatch: HTTP status 403 ("), fault.cause());
            assertTrue(fault.remedy().contains("Storage Blob Data Reader"), fault.remedy());
            assertTrue(!sent.isDone());
            fixture.storage.faults().clear();
            assertNull(get(sent).getException());
            assertEquals(List.of(), fixture.faults.present());
            assertEquals(2, log.lines().size(), log.lines().toString());
            assertTrue(
                    log.lines().get(0).startsWith("fault code=access-denied at=\"storage account flowlogs\""),
                    log.lines().get(0));
            assertTrue(
                    log.lines().get(1).startsWith("fault over code=access-denied"),
                    log.lines().get(1));
        }
        assertEquals(1, fixture.tuples().size());
    }

    @Test
    void anAccountThatDoesNotAnswerIsAFault() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        fixture.storage.faults().refuse(true);
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        assertEquals(FaultCode.UNREACHABLE, awaitFault().code());
        fixture.storage.faults().clear();
        assertNull(get(sent).getException());
        assertEquals(List.of(), fixture.faults.present());
    }

    @Test
    void aNoticeThatCannotBeComparedCostsOneLook() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        get(fixture.sendNotice(reader, state));
        StoredBlob more = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(2)));
        // As a string it is before that of the first notice.
        String notice = BlobStorageStandIn.notice(fixture.storage.url(Fixture.PATH), more)
                .replaceFirst("\"sequencer\":\"0+", "\"sequencer\":\"" + "0".repeat(60));
        assertNull(get(Fixture.send(reader, notice)).getException());
        assertEquals(2, fixture.tuples().size());
        assertEquals(2, fixture.storage.looks());
    }

    private Fault awaitFault() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !fixture.faults.present().isEmpty());
        return fixture.faults.present().get(0);
    }

    @Test
    void aRefusedChunkIsParkedRowByRow() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        fixture.sink =
                chunk -> CompletableFuture.failedFuture(new RejectedException("NoLocation", "there is none", "lake"));
        StoredBlob state =
                fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2)));
        assertNull(get(fixture.sendNotice(reader, state)).getException());

        assertEquals(2, fixture.rejects.size());
        assertTrue(fixture.rejects.get(0).get("reason").asText().contains("NoLocation"), fixture.rejects.toString());
        assertTrue(
                fixture.rejects.stream().anyMatch(one -> one.get("row").asText().contains(FlowLogText.tuple(1))));
    }

    @Test
    void anotherFailureOfTheRowsFailsTheMessageAndTheRestIsReadNextTime() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        int[] chunks = new int[1];
        fixture.sink = chunk -> chunks[0]++ == 1
                ? CompletableFuture.failedFuture(new IllegalStateException("broken step"))
                : CompletableFuture.completedFuture(null);
        StoredBlob state = fixture.storage.append(
                Fixture.PATH,
                FlowLogText.record(
                        IntStream.range(0, 1000).mapToObj(FlowLogText::tuple).toArray(String[]::new)));
        assertInstanceOf(
                IllegalStateException.class,
                get(fixture.sendNotice(reader, state)).getException());
        assertEquals(
                new BlobPosition(
                        12, 100, fixture.progress().read(fixture.blob()).mark().anchor()),
                fixture.progress().read(fixture.blob()).mark());
        assertNull(get(fixture.sendNotice(reader, state)).getException());

        assertTrue(fixture.tuples()
                .containsAll(
                        IntStream.range(0, 1000).mapToObj(FlowLogText::tuple).toList()));
    }

    @Test
    void whatPassesWhereTheRowsGoIsNoFaultOfTheAccount() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        fixture.sink = chunk -> CompletableFuture.failedFuture(new IOException("no room"));
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        assertEquals("rows of flow logs", awaitFault().at());
        fixture.sink = chunk -> CompletableFuture.completedFuture(null);
        assertNull(get(sent).getException());
        assertEquals(List.of(), fixture.faults.present());
    }

    @Test
    void anErrorParksNothing() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        fixture.sink = chunk -> CompletableFuture.failedFuture(new NoClassDefFoundError("of a test"));
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        assertEquals(FaultCode.WORKER_DIED, awaitFault().code());
        fixture.sink = chunk -> CompletableFuture.completedFuture(null);
        assertNull(get(sent).getException());
        assertEquals(1, fixture.tuples().size());
    }

    @Test
    void aNameWithSignsThatUrlsEncodeIsFound() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        String path = "flowLogResourceID=/A B_C+D_100%_\u00e4/y=2026/PT1H.json";
        StoredBlob state = fixture.storage.append(path, FlowLogText.record(FlowLogText.tuple(1)));
        String url = fixture.storage.url("flowLogResourceID=/A%20B_C+D_100%25_%C3%A4/y=2026/PT1H.json");
        assertNull(
                get(Fixture.send(reader, BlobStorageStandIn.notice(url, state))).getException());
        assertEquals(1, fixture.tuples().size());
    }

    @Test
    void aBlobThatIsNoFlowLogInsideIsParked() throws Exception {
        StoredBlob state = fixture.storage.put(Fixture.PATH, "{\"alerts\":[{}]}");
        Exception failure = get(fixture.sendNotice(fixture.reader(), state)).getException();
        assertEquals(
                "NotAFlowLog",
                assertInstanceOf(RejectedException.class, failure).code());
        assertEquals(1, fixture.storage.reads());
    }

    @Test
    void aRefusedSignatureIsHeldAsWrongCredentials() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
        fixture.storage.faults().fail(BlobFaults.Failure.NOT_AUTHENTICATED);
        CompletableFuture<Exchange> sent = fixture.sendNotice(reader, state);
        Fault fault = awaitFault();
        assertEquals(FaultCode.CREDENTIALS_INVALID, fault.code());
        assertTrue(fault.remedy().contains("correct the credentials"), fault.remedy());
        fixture.storage.faults().clear();
        assertNull(get(sent).getException());
    }

    @Test
    void anAccountThatIsNotNamedIsDeadLetteredWithoutACallAndItsNeighboursAreRead() throws Exception {
        try (BlobStorageStandIn other = BlobStorageStandIn.start()) {
            other.faults().refuse(true);
            fixture.useAccounts(Map.of("flowlogs", fixture.storage, "other", other), Set.of("flowlogs"));
            ReadFlowLogs reader = fixture.reader();
            StoredBlob state = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(1)));
            Exchange exchange = get(Fixture.send(
                    reader,
                    "[" + BlobStorageStandIn.notice(url("other"), state) + ","
                            + BlobStorageStandIn.notice(url("flowlogs"), state) + "]"));

            assertEquals(
                    "ForeignAccount",
                    assertInstanceOf(RejectedException.class, exchange.getException())
                            .code());
            assertEquals(List.of(FlowLogText.tuple(1)), fixture.tuples());
            assertEquals(List.of(), fixture.faults.present());
            assertEquals(0, other.looks());
        }
    }

    private static String url(String account) {
        return "https://" + account + ".blob.core.windows.net/" + BlobStorageStandIn.CONTAINER + "/" + Fixture.PATH;
    }

    @Test
    void ofABlobThatIsAllFaultsAThousandAreParkedAndTheOthersCountedWithoutAReadForEach() throws Exception {
        int pieces = 50_000;
        // A bracket between records is a fault, and a record without flows is one.
        StoredBlob state =
                fixture.storage.put(Fixture.PATH, "{\"records\":[" + "]{\"time\":1}".repeat(pieces / 2) + "]}");
        assertNull(get(fixture.sendNotice(fixture.reader(), state)).getException());

        assertEquals(1001, fixture.rejects.size());
        JsonNode last = fixture.rejects.stream()
                .filter(reject -> reject.has("count"))
                .findFirst()
                .orElseThrow();
        assertEquals(pieces - 1000, last.get("count").asInt());
        assertEquals(12 + 500 * 11, last.get("position").asInt());
        assertEquals(
                pieces,
                fixture.meters.get("trailbridge.flowlogs.rejected").counter().count());
        assertTrue(fixture.storage.reads() < 30, fixture.storage.reads() + " reads");
    }

    @Test
    void rowsOfLongLabelsAreNotMadeAndTheirTuplesAreParkedOrCounted() throws Exception {
        int tuples = 10_000;
        String record = FlowLogText.record(
                IntStream.range(0, tuples).mapToObj(FlowLogText::tuple).toArray(String[]::new));
        StoredBlob state = fixture.storage.append(Fixture.PATH, record.replace("allow-web", "x".repeat(90_000)));
        assertNull(get(fixture.sendNotice(fixture.reader(), state)).getException());

        assertEquals(List.of(), fixture.tuples());
        assertEquals(1001, fixture.rejects.size());
        assertEquals(
                "a label or an id of its record has more than 1024 characters",
                fixture.rejects.get(0).get("reason").asText());
        assertEquals(
                tuples,
                fixture.meters.get("trailbridge.flowlogs.rejected").counter().count());
    }

    private List<String> sorted() {
        return fixture.tuples().stream().sorted().toList();
    }

    private static Exchange get(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
    }
}
