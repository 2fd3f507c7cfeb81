package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingPartitionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StandingPartitions standing = new StandingPartitions();

    private void look(long second, PartitionStatus... owned) {
        standing.look(List.of(owned), nanos(second));
    }

    private static long nanos(long second) {
        return Duration.ofSeconds(second).toNanos();
    }

    private static PartitionStatus at(String partition, Long position, Long lag) {
        return new PartitionStatus(partition, 0, null, null, null, null, null, null, position, lag, null);
    }

    private Optional<String> longest(long second) {
        return standing.longest(LIMIT, nanos(second))
                .map(one -> one.partition() + "@" + one.position() + "+" + one.lag() + " "
                        + one.age().toSeconds());
    }

    @Test
    void aPartitionStandsWhenItsPositionDoesNotMoveThoughEventsFollow() {
        look(0, at("0", 4L, 2L), at("1", null, 1L));
        look(30, at("0", 4L, 3L), at("1", 7L, 1L));
        look(61, at("0", 4L, 5L), at("1", 8L, 1L));

        assertEquals(Optional.of("0@4+5 61"), longest(61));
        assertTrue(longest(60).isEmpty());
    }

    @Test
    void aPartitionWithoutAPositionStandsToo() {
        look(0, at("0", null, 2L));
        look(50, at("0", null, 2L));

        assertEquals(Optional.of("0@null+2 70"), longest(70));
    }

    @Test
    void oneThatHasReadAllOrOfWhichNothingIsKnownDoesNotStand() {
        look(0, at("0", 4L, 2L), at("1", 4L, 2L));
        look(50, at("0", 4L, 0L), at("1", 4L, null));
        look(55, at("0", 4L, 1L), at("1", 4L, 2L));

        assertTrue(longest(100).isEmpty());
    }

    @Test
    void oneThatIsLostForAMomentKeepsItsTimeUntilAnotherInstanceOwnsIt() {
        look(0, at("0", 4L, 2L));
        look(30);
        assertEquals(Optional.of("0@4+2 61"), longest(61));
        look(70, at("0", 4L, 2L));
        assertEquals(Optional.of("0@4+2 71"), longest(71));

        standing.forget(List.of("0"));

        assertTrue(longest(200).isEmpty());
    }
}
