package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.StoppedException;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.azure.StoredBlob;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several readers on one table, and what is left of a reader that was killed or stopped. */
@Timeout(120)
@Tag("slow")
class SharedBlobTest {
    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void twoReadersDoNotDouble() throws Exception {
        ReadFlowLogs[] readers = {fixture.reader(), fixture.reader()};
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            StoredBlob state = fixture.storage.append(Fixture.PATH, record(i * 100, 100));
            sent.add(fixture.sendNotice(readers[i % 2], state));
            sent.add(fixture.sendNotice(readers[(i + 1) % 2], state));
        }
        for (CompletableFuture<Exchange> one : sent) {
            assertNull(one.get(60, TimeUnit.SECONDS).getException());
        }
        assertEquals(tuples(3000), fixture.tuples().stream().sorted().toList());
    }

    @Test
    void afterAKillEverythingArrivesAndProgressWasNeverAheadOfWhatWasStored() throws Exception {
        Random random = new Random(11);
        StoredBlob state = fixture.storage.put(
                Fixture.PATH,
                FlowLogText.blob(IntStream.range(0, 20)
                        .mapToObj(i -> record(i * 150, 150))
                        .toArray(String[]::new)));
        boolean done = false;
        for (int life = 0; life < 30 && !done; life++) {
            // A chunk that is never answered and whose rows are lost: what a killed process leaves behind.
            fixture.sink = chunk -> random.nextInt(8) == 0
                    ? CompletableFuture.failedFuture(new IllegalStateException("killed"))
                    : CompletableFuture.completedFuture(null);
            ReadFlowLogs reader = fixture.reader();
            done = fixture.sendNotice(reader, state).get(30, TimeUnit.SECONDS).getException() == null;
            int safe =
                    tuplesBefore(state, fixture.progress().read(fixture.blob()).mark());
            assertTrue(
                    new HashSet<>(fixture.tuples()).containsAll(tuples(safe)), "progress is ahead of what is stored");
        }
        assertTrue(done);
        assertEquals(new HashSet<>(tuples(3000)), new HashSet<>(fixture.tuples()));
    }

    @Test
    void theLeaseOfAKilledReaderEndsByItself() throws Exception {
        StoredBlob state = fixture.storage.append(Fixture.PATH, record(0, 10));
        fixture.progress().claim(fixture.blob(), "killed", Duration.ofMillis(1500), null);
        CompletableFuture<Exchange> sent = fixture.sendNotice(fixture.reader(), state);
        assertNull(sent.get(20, TimeUnit.SECONDS).getException());
        assertEquals(10, fixture.tuples().size());
    }

    @Test
    void theLeaseOfAKilledReaderEndsInTimeWhateverItsClockSaid() throws Exception {
        StoredBlob state = fixture.storage.append(Fixture.PATH, record(0, 10));
        fixture.progress(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                .claim(fixture.blob(), "killed", Duration.ofMillis(1500), null);
        CompletableFuture<Exchange> sent = fixture.sendNotice(fixture.reader(), state);
        assertNull(sent.get(60, TimeUnit.SECONDS).getException());
        assertEquals(10, fixture.tuples().size());
    }

    @Test
    void onStopWhatWaitsIsUnsettledAndNothingIsLost() throws Exception {
        ReadFlowLogs reader = fixture.reader();
        List<CompletableFuture<Void>> chunks = new ArrayList<>();
        fixture.sink = chunk -> {
            CompletableFuture<Void> stored = new CompletableFuture<>();
            synchronized (chunks) {
                chunks.add(stored);
            }
            return stored;
        };
        StoredBlob state = fixture.storage.append(Fixture.PATH, record(0, 250));
        CompletableFuture<Exchange> reading = fixture.sendNotice(reader, state);
        Awaitility.await().until(() -> chunks.size() == 3);
        CompletableFuture<Exchange> waiting =
                fixture.sendNotice(reader, fixture.storage.append(Fixture.PATH, record(250, 10)));
        reader.beginStop();
        assertFalse(reading.isDone());
        chunks.get(0).complete(null);
        chunks.get(1).completeExceptionally(new StoppedException("lake"));
        chunks.get(2).complete(null);

        assertInstanceOf(
                StoppedException.class, reading.get(20, TimeUnit.SECONDS).getException());
        assertInstanceOf(
                StoppedException.class, waiting.get(20, TimeUnit.SECONDS).getException());
        assertEquals(100, fixture.progress().read(fixture.blob()).mark().tuples());
        fixture.sink = chunk -> CompletableFuture.completedFuture(null);
        assertNull(fixture.sendNotice(fixture.reader(), state)
                .get(20, TimeUnit.SECONDS)
                .getException());
        assertTrue(new HashSet<>(fixture.tuples()).containsAll(tuples(260)));
    }

    private static String record(int first, int count) {
        return FlowLogText.record(IntStream.range(first, first + count)
                .mapToObj(FlowLogText::tuple)
                .toArray(String[]::new));
    }

    private static List<String> tuples(int count) {
        return IntStream.range(0, count).mapToObj(FlowLogText::tuple).sorted().toList();
    }

    /** How many tuples stand before the mark. */
    private static int tuplesBefore(StoredBlob state, BlobPosition mark) {
        String before = new String(state.content(), 0, (int) mark.position(), java.nio.charset.StandardCharsets.UTF_8);
        return (before.length() - before.replace(",443,6,O,", "").length()) / ",443,6,O,".length() + mark.tuples();
    }
}
