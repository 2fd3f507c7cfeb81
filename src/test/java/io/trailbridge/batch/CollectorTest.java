package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final BackOff BACK_OFF = new BackOff(Duration.ofNanos(100), Duration.ofNanos(100), () -> 1.0);
    private static final long NOW = 1000;

    private final Destination down = new Destination(new CircuitBreaker(BACK_OFF), 1);
    private final Destination up = new Destination(new CircuitBreaker(BACK_OFF), 1);
    private final Collector<String> collector = new Collector<>(new BatchLimits(2, 100, Duration.ZERO, 100, 1));

    private Pending<String> add(String name, String lane, Destination destination, long bytes, long dueIn) {
        Pending<String> pending = new Pending<>(name, bytes, null, lane, destination, failure -> {}, NOW + dueIn, 2);
        collector.add(pending);
        return pending;
    }

    private static String names(List<Pending<String>> group) {
        return String.join("", group.stream().map(pending -> pending.entry).toList());
    }

    @Test
    void lanesTakeTurns() {
        for (int i = 1; i <= 4; i++) {
            add("a" + i, "a", up, 1, 0);
            add("b" + i, "b", up, 1, 0);
        }
        assertEquals("a1a2", names(collector.next(NOW, false)));
        assertEquals("b1b2", names(collector.next(NOW, false)));
        assertEquals("a3a4", names(collector.next(NOW, false)));
        assertEquals("b3b4", names(collector.next(NOW, false)));
        assertEquals("", names(collector.next(NOW, false)));
    }

    @Test
    void aLaneWhoseDestinationIsDownIsPassedOver() {
        down.failed(NOW, NOW);
        add("a", "a", down, 50, 0);
        add("b", "b", up, 1, 0);
        assertEquals("b", names(collector.next(NOW, true)));
        assertEquals("", names(collector.next(NOW, true)));
        assertEquals("", names(collector.largest(NOW)));
        assertEquals(100, collector.callIn(NOW, true));
        assertEquals("a", names(collector.next(NOW + 100, true)));
        assertEquals(Long.MAX_VALUE, collector.callIn(NOW, true));
    }

    @Test
    void theLaneOfTheMostBytesGoesFirstWhereAPlaceIsNeeded() {
        down.failed(NOW, NOW);
        add("a", "a", down, 50, 10);
        add("b", "b", up, 1, 10);
        add("c", "c", up, 2, 10);
        assertEquals("c", names(collector.largest(NOW)));
        assertEquals("b", names(collector.largest(NOW)));
        assertEquals("", names(collector.largest(NOW)));
        assertEquals("a", names(collector.largest(NOW + 100)));
    }

    @Test
    void theNextCallIsWhenTheFirstLaneIsDue() {
        add("a", "a", up, 1, 30);
        add("b", "b", up, 1, 20);
        assertEquals(20, collector.callIn(NOW, false));
        assertEquals(0, collector.callIn(NOW, true));
        collector.dueBy(NOW + 5);
        assertEquals(5, collector.callIn(NOW, false));
    }

    @Test
    void whatIsRemovedIsInNoLaneAnyMore() {
        Pending<String> gone = add("a", "a", up, 1, 0);
        add("b", "b", up, 1, 0);
        collector.removeAll(Set.of(gone));
        assertEquals("b", names(collector.next(NOW, false)));
        assertEquals(Long.MAX_VALUE, collector.callIn(NOW, false));
        collector.addFirst(List.of(gone));
        assertEquals("a", names(collector.next(NOW, false)));
    }
}
