package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTableTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Fixture fixture = new Fixture();
    private final ProgressTable table = fixture.progress();
    private final BlobReference blob = fixture.blob();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aLeaseIsOneReaders() {
        assertEquals(BlobProgress.NONE, table.claim(blob, "a", LEASE).progress());
        assertEquals(BlobProgress.NONE, table.claim(blob, "a", LEASE).progress());
        ProgressTable.Claim other = table.claim(blob, "b", LEASE);
        assertNull(other.progress());
        assertTrue(other.until().isAfter(Instant.now()));
        table.release(blob, "b");
        assertNull(table.claim(blob, "b", LEASE).progress());
        table.release(blob, "a");
        assertEquals(BlobProgress.NONE, table.claim(blob, "b", LEASE).progress());
    }

    @Test
    void onlyTheHolderWrites() {
        table.claim(blob, "a", LEASE);
        assertFalse(table.write(blob, "b", at(0, 100, 0), null, true));
        assertTrue(table.write(blob, "a", at(0, 100, 0), null, false));
        assertTrue(table.write(blob, "a", at(0, 200, 0), null, true));
        assertFalse(table.write(blob, "a", at(0, 300, 0), null, false));
        assertEquals(200, table.read(blob).mark().position());
    }

    @Test
    void progressNeverGoesBackWithinAGeneration() {
        table.claim(blob, "a", LEASE);
        assertTrue(table.write(blob, "a", at(0, 100, 7), null, false));
        assertFalse(table.write(blob, "a", at(0, 100, 6), null, false));
        assertFalse(table.write(blob, "a", at(0, 99, 9), null, false));
        assertTrue(table.write(blob, "a", at(0, 100, 8), null, false));
        assertTrue(table.write(blob, "a", at(1, 50, 0), null, false));
        assertFalse(table.write(blob, "a", at(0, 500, 0), null, false));
        assertEquals(at(1, 50, 0), table.read(blob));
    }

    @Test
    void theEndOfAReadingMayBeWrittenTwice() {
        BlobProgress end = new BlobProgress(0, new Mark(100, 0, "x"), "0x8DC59", "0001");
        BlobState state = new BlobState(102, "0x8DC59", Instant.now());
        table.claim(blob, "a", LEASE);
        assertTrue(table.write(blob, "a", end, state, true));
        assertTrue(table.write(blob, "a", end, state, true));
        assertEquals(end, table.read(blob));
    }

    @Test
    void aNoticeIsCoveredByItsEtagOrByALaterOne() {
        BlobProgress progress = new BlobProgress(0, Mark.START, "0x8DC59", "0005");
        assertTrue(progress.covers(new BlobNotice(blob, "0x8DC59", "0009")));
        assertTrue(progress.covers(new BlobNotice(blob, "0x1", "0005")));
        assertTrue(progress.covers(new BlobNotice(blob, null, "0004")));
        assertFalse(progress.covers(new BlobNotice(blob, "0x1", "0006")));
        assertFalse(progress.covers(new BlobNotice(blob, null, null)));
        assertFalse(BlobProgress.NONE.covers(new BlobNotice(blob, "0x1", "0006")));
    }

    @Test
    void aNameThatIsTooLongForAKeyIsDigested() {
        BlobReference longName = new BlobReference(blob.endpoint(), blob.account(), blob.container(), "x".repeat(1020));
        String key = ProgressTable.key(longName).get("sk").s();
        assertTrue(key.getBytes(StandardCharsets.UTF_8).length <= 1024);
        assertEquals(BlobProgress.NONE, table.claim(longName, "a", LEASE).progress());
        assertEquals("flowlog#flowlogs", ProgressTable.key(blob).get("pk").s());
        assertEquals("blob#" + blob.container() + "/" + blob.path(), ProgressTable.key(blob).get("sk").s());
    }

    private static BlobProgress at(long generation, long position, int tuples) {
        return new BlobProgress(generation, new Mark(position, tuples, "x"), null, null);
    }
}
