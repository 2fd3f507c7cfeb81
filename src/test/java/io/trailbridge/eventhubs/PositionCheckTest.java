package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PositionCheckTest {
    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00.250Z");
    private static final Instant EARLIER = CREATED.minus(Duration.ofDays(3));
    private static final PartitionEnds ENDS = new PartitionEnds(20, 99, "9900", CREATED.plusSeconds(60), false);
    private static final PartitionEnds NEW = new PartitionEnds(0, -1, "-1", Instant.EPOCH, true);

    @Test
    void aPositionWithinTheHubOrBeforeItIsItsOwn() {
        for (long sequence : new long[] {-1, 5, 19, 50, 99}) {
            assertFalse(of(row(CREATED, CREATED, sequence, "" + 100 * sequence), ENDS)
                    .isOfAnotherHub());
            assertFalse(of(row(null, null, sequence, "" + 100 * sequence), ENDS).isOfAnotherHub());
        }
        assertFalse(of(row(CREATED, CREATED, -1, "-1"), NEW).isOfAnotherHub());
    }

    @Test
    void theHubsCreationTimeTellsWhateverTheNumbersAre() {
        proven(row(EARLIER, CREATED.plusSeconds(9), 50, "5000"));
        proven(row(CREATED.plusSeconds(9), CREATED, 50, "5000"));
    }

    @Test
    void aRowThatDoesNotKnowItsHubIsOfAnotherWhenItIsOlderThanTheHub() {
        proven(row(null, CREATED.minusMillis(1), 50, "5000"));
        assertFalse(of(row(null, CREATED.plusMillis(1), 50, "5000"), ENDS).isOfAnotherHub());
    }

    @Test
    void aPositionBeyondTheEndIsOfAnotherHubButAnAnswerMayBeOutOfDate() {
        suspected(row(null, null, 100, null), ENDS);
        suspected(row(CREATED, CREATED, 100, "10000"), ENDS);
        suspected(row(null, null, 0, "0"), NEW);
        suspected(new HubCheckpoint(null, null).setOffsetString("9901"), ENDS);
    }

    @Test
    void anEmptyPartitionOfTheVeryHubIsWaitedFor() {
        assertFalse(of(row(CREATED, CREATED, 50, "5000"), NEW).isOfAnotherHub());
    }

    @Test
    void anOffsetThatIsNoNumberHasNoOrder() {
        assertFalse(of(row(CREATED, CREATED, 50, "1:zz:50"), ENDS).isOfAnotherHub());
    }

    @Test
    void anyStoresCheckpointIsJudgedByItsNumbers() {
        assertTrue(of(new Checkpoint().setSequenceNumber(100L), ENDS).isOfAnotherHub());
        assertFalse(of(new Checkpoint().setSequenceNumber(99L), ENDS).isOfAnotherHub());
    }

    private static void proven(Checkpoint row) {
        PositionCheck check = of(row, ENDS);
        assertTrue(check.isOfAnotherHub() && check.proven());
        assertTrue(check.evidence().contains(CREATED.toString()), check.evidence());
    }

    private static void suspected(Checkpoint row, PartitionEnds ends) {
        PositionCheck check = of(row, ends);
        assertTrue(check.isOfAnotherHub());
        assertEquals(false, check.proven());
    }

    private static PositionCheck of(Checkpoint row, PartitionEnds ends) {
        return PositionCheck.of(row, CREATED, ends);
    }

    private static Checkpoint row(Instant hub, Instant written, long sequence, String offset) {
        return new HubCheckpoint(hub, written).setSequenceNumber(sequence).setOffsetString(offset);
    }
}
