package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryQueueTest {
    private static final BackOff BACK_OFF = new BackOff(Duration.ofNanos(100), Duration.ofNanos(100), () -> 1.0);
    /** Near the overflow of the nanosecond clock on purpose. */
    private static final long NOW = Long.MAX_VALUE - 5;

    private final Destination destination = new Destination(new CircuitBreaker(BACK_OFF), 1);
    private final Collector<String> collector = new Collector<>(new BatchLimits(10, 100, Duration.ZERO, 100, 1));

    private Pending<String> pending(String name) {
        return new Pending<>(name, 1, null, "", destination, failure -> {}, NOW, 10);
    }

    @Test
    void singleEntriesJoinTheOthersWhenTheyAreDue() {
        RetryQueue<String> retries = new RetryQueue<>(false);
        assertFalse(retries.isWaiting());
        retries.add(List.of(pending("late")), NOW + 20);
        retries.add(List.of(pending("a"), pending("b")), NOW + 10);
        assertTrue(retries.isWaiting());
        assertEquals(10, retries.dueIn(NOW));
        retries.release(NOW + 9, collector);
        assertEquals(List.of(), collector.next(NOW + 9, true));
        retries.release(NOW + 10, collector);
        assertEquals(2, collector.next(NOW + 10, true).size());
        assertEquals(10, retries.dueIn(NOW + 10));
        assertEquals(List.of(), retries.group(NOW + 10));
        assertEquals(Long.MAX_VALUE, retries.callIn(NOW + 10));
    }

    @Test
    void aGroupStaysTogetherAndWaitsForItsDestination() {
        RetryQueue<String> retries = new RetryQueue<>(true);
        List<Pending<String>> group = List.of(pending("a"), pending("b"));
        retries.add(group, NOW);
        destination.failed(NOW, NOW);
        retries.release(NOW, collector);
        assertFalse(retries.isWaiting());
        assertEquals(List.of(), collector.next(NOW, true));
        assertEquals(100, retries.callIn(NOW));
        assertEquals(List.of(), retries.group(NOW + 99));
        assertSame(group, retries.group(NOW + 100));
        assertEquals(List.of(), retries.group(NOW + 100));
    }

    @Test
    void whatIsRemovedIsRetriedNoMore() {
        RetryQueue<String> retries = new RetryQueue<>(true);
        Pending<String> gone = pending("gone");
        Pending<String> left = pending("left");
        retries.add(List.of(gone, left), NOW);
        retries.add(List.of(gone), NOW);
        retries.removeAll(Set.of(gone));
        retries.release(NOW, collector);
        assertEquals(List.of(left), retries.group(NOW));
        assertEquals(List.of(), retries.group(NOW));

        retries.add(List.of(gone, left), NOW);
        retries.add(List.of(gone), NOW);
        retries.release(NOW, collector);
        retries.removeAll(Set.of(gone));
        assertEquals(List.of(left), retries.group(NOW));
        assertEquals(List.of(), retries.group(NOW));
    }
}
