package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.storage.BlobState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
        assertEquals(BlobProgress.NONE, table.claim(blob, "a", LEASE, null).progress());
        assertEquals(BlobProgress.NONE, table.claim(blob, "a", LEASE, null).progress());
        ProgressTable.Claim other = table.claim(blob, "b", LEASE, null);
        assertNull(other.progress());
        assertEquals("a", other.holder().owner());
        assertEquals(LEASE, other.holder().lease());
        table.release(blob, "b");
        assertNull(table.claim(blob, "b", LEASE, null).progress());
        table.release(blob, "a");
        assertEquals(BlobProgress.NONE, table.claim(blob, "b", LEASE, null).progress());
    }

    @Test
    void aLeaseThatIsOverByAnotherClockIsNotTaken() {
        ProgressTable behind = fixture.progress(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        behind.claim(blob, "a", LEASE, null);
        assertNull(table.claim(blob, "b", LEASE, null).progress());
    }

    @Test
    void aLeaseThatWasNotRenewedSinceItWasSeenIsTakenAndOneThatWasIsNot() {
        MovingClock clock = new MovingClock();
        ProgressTable ahead = fixture.progress(clock);
        ahead.claim(blob, "a", LEASE, null);
        LeaseHolder seen = table.claim(blob, "b", LEASE, null).holder();
        clock.move(Duration.ofSeconds(-7));
        ahead.claim(blob, "a", LEASE, null);
        LeaseHolder renewed = table.claim(blob, "b", LEASE, seen).holder();
        assertEquals(seen.owner(), renewed.owner());
        assertNotEquals(seen, renewed);

        assertEquals(BlobProgress.NONE, table.claim(blob, "b", LEASE, renewed).progress());
        assertFalse(ahead.write(blob, "a", at(0, 100, 0), null, false));
    }

    @Test
    void aLeaseOfAnEarlierVersionLastsAsLongAsOnesOwn() {
        fixture.put(blob, Map.of("lease_owner", AttributeValue.fromS("old"), "lease_until", AttributeValue.fromN("5")));
        LeaseHolder old = table.claim(blob, "b", LEASE, null).holder();
        assertEquals(new LeaseHolder("old", 5, LEASE), old);
        assertEquals(BlobProgress.NONE, table.claim(blob, "b", LEASE, old).progress());
    }

    @Test
    void onlyTheHolderWrites() {
        table.claim(blob, "a", LEASE, null);
        assertFalse(table.write(blob, "b", at(0, 100, 0), null, true));
        assertTrue(table.write(blob, "a", at(0, 100, 0), null, false));
        assertTrue(table.write(blob, "a", at(0, 200, 0), null, true));
        assertFalse(table.write(blob, "a", at(0, 300, 0), null, false));
        assertEquals(200, table.read(blob).mark().position());
    }

    @Test
    void progressNeverGoesBackWithinAGeneration() {
        table.claim(blob, "a", LEASE, null);
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
        BlobProgress end = new BlobProgress(0, new BlobPosition(100, 0, "x"), "0x8DC59", "0001");
        BlobState state = new BlobState(102, "0x8DC59", Instant.now());
        table.claim(blob, "a", LEASE, null);
        assertTrue(table.write(blob, "a", end, state, true));
        assertTrue(table.write(blob, "a", end, state, true));
        assertEquals(end, table.read(blob));
    }

    @Test
    void aNameThatIsTooLongForAKeyIsDigested() {
        BlobReference longName = new BlobReference(blob.endpoint(), blob.account(), blob.container(), "x".repeat(1020));
        String key = ProgressTable.key(longName).get("sk").s();
        assertTrue(key.getBytes(StandardCharsets.UTF_8).length <= 1024);
        assertEquals(BlobProgress.NONE, table.claim(longName, "a", LEASE, null).progress());
        assertEquals("flowlog#flowlogs", ProgressTable.key(blob).get("pk").s());
        assertEquals(
                "blob#" + blob.container() + "/" + blob.path(),
                ProgressTable.key(blob).get("sk").s());
    }

    private static BlobProgress at(long generation, long position, int tuples) {
        return new BlobProgress(generation, new BlobPosition(position, tuples, "x"), null, null);
    }

    /** A clock that is set. */
    private static final class MovingClock extends Clock {
        private Instant now = Instant.parse("2030-01-01T00:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("no zone is asked for");
        }
    }
}
