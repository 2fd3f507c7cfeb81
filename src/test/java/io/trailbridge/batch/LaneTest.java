package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final int ENTRIES = 3;
    /** Near the overflow of the nanosecond clock on purpose. */
    private static final long NOW = Long.MAX_VALUE - 5;

    private final Destination destination =
            new Destination(new CircuitBreaker(new BackOff(Duration.ofMillis(1), Duration.ofMillis(1))), 1);
    private final Lane<String> lane = new Lane<>(new BatchLimits(ENTRIES, 10, Duration.ZERO, 100, 1), destination);

    private Pending<String> add(String name, long bytes, Object key, long dueIn) {
        Pending<String> pending = new Pending<>(name, bytes, key, "", destination, failure -> {}, NOW + dueIn, ENTRIES);
        lane.add(pending);
        return pending;
    }

    private Pending<String> add(String name) {
        return add(name, 1, null, 10);
    }

    private String next(boolean flush) {
        return String.join(
                "", lane.next(NOW, flush).stream().map(pending -> pending.entry).toList());
    }

    @Test
    void anEntryWaitsUntilItIsDueOrNothingIsToBeWaitedFor() {
        add("a", 1, null, 1);
        assertEquals("", next(false));
        assertEquals(1, lane.bytes());
        assertEquals("a", next(true));
        assertEquals(0, lane.bytes());
        add("b", 1, null, 0);
        assertEquals("b", next(false));
        assertTrue(lane.isEmpty());
        assertEquals("", next(true));
    }

    @Test
    void aCallThatIsFullByNumberGoesAtOnce() {
        add("a");
        add("b");
        assertEquals("", next(false));
        add("c");
        add("d");
        assertEquals("abc", next(false));
        assertEquals("", next(false));
        assertEquals(1, lane.bytes());
    }

    @Test
    void aCallThatIsFullByItsBytesGoesAtOnceAndNoFurther() {
        add("a", 5, null, 10);
        add("b", 5, null, 10);
        assertEquals("", next(false), "a third might have no bytes");
        add("c", 1, null, 10);
        assertEquals("ab", next(false));
        assertEquals("c", next(true));
    }

    @Test
    void entriesOfOneKeyShareNoCallAndKeepTheirOrder() {
        add("a", 1, "x", 10);
        add("b", 1, "x", 10);
        add("c", 1, "y", 10);
        assertEquals("", next(false));
        assertEquals(3, lane.bytes());
        assertEquals("ac", next(true));
        assertEquals("b", next(true));
    }

    @Test
    void whatMayShareTheCallIsLookedForAmongFourCallsOfEntries() {
        for (int i = 0; i < 12; i++) {
            add("x", 0, "x", 10);
        }
        add("y", 0, "y", 10);
        assertEquals("x", next(true));
        assertEquals("xy", next(true));
    }

    @Test
    void aNarrowedEntryGoesWithAsManyAsItMayAndAtOnce() {
        add("a").maxBatchSize = 2;
        Pending<String> narrowed = new Pending<>("n", 1, null, "", destination, failure -> {}, NOW + 10, 1);
        lane.addFirst(List.of(narrowed));
        assertEquals("n", next(false));
        assertEquals("", next(false), "what is left was as wide as any when it came");
        assertEquals("a", next(true));
    }

    @Test
    void aGroupGoesBackToTheFrontInItsOrder() {
        add("a");
        add("b");
        List<Pending<String>> group = lane.next(NOW, true);
        add("c");
        lane.addFirst(group);
        assertEquals(3, lane.bytes());
        assertEquals("abc", next(false));
    }

    @Test
    void aLimitOfTheWaitMakesEachEntryDueByThenAndNoneLater() {
        add("a", 1, null, 10);
        add("b", 1, null, 2);
        lane.dueBy(NOW + 4);
        assertEquals(4, lane.dueIn(NOW));
        lane.next(NOW + 4, true);
        Pending<String> soon = add("c", 1, null, 2);
        lane.dueBy(NOW + 4);
        assertEquals(NOW + 2, soon.dueAt);
    }

    @Test
    void whatIsRemovedCountsNoLonger() {
        Pending<String> a = add("a", 4, null, 10);
        Pending<String> b = add("b", 3, null, 10);
        lane.removeAll(Set.of(a));
        assertEquals(3, lane.bytes());
        assertEquals("b", next(true));
        lane.addFirst(List.of(b));
        lane.removeAll(Set.of(b));
        assertTrue(lane.isEmpty());
        assertEquals(0, lane.bytes());
    }
}
