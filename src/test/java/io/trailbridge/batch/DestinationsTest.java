package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private static final int PLACES = 10;
    /** Near the overflow of the nanosecond clock on purpose. */
    private static final long START = Long.MAX_VALUE - 10;

    private final BatchLimits limits = new BatchLimits(2, 100, Duration.ZERO, PLACES, 4);
    private final Destinations destinations = destinations(true);
    private final Destination missing = destinations.of("missing");
    private final Destination there = destinations.of("there");
    private final Set<Pending<String>> held = new LinkedHashSet<>();

    private Destinations destinations(boolean several) {
        return new Destinations(limits, new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)), several);
    }

    private static long after(int seconds) {
        return START + Duration.ofSeconds(seconds).toNanos();
    }

    private void hold(Destination destination, int entries) {
        for (int i = 0; i < entries; i++) {
            Pending<String> pending = new Pending<>("e" + held.size(), 1, null, "", destination, failure -> {}, 0, 2);
            held.add(pending);
            destination.holds(pending);
        }
    }

    @Test
    void whatFailsHasHalfOfThePlacesOnceItIsNoBlip() {
        missing.acceptedNone(START);
        hold(missing, PLACES / 2 - 1);
        assertFalse(destinations.hasShare(missing, after(6)));
        hold(missing, 1);
        assertFalse(destinations.hasShare(missing, after(4)));
        assertTrue(destinations.hasShare(missing, after(6)));
        assertFalse(destinations.hasShare(there, after(6)));
    }

    @Test
    void severalThatFailShareTheHalf() {
        missing.acceptedNone(START);
        there.acceptedNone(START);
        hold(missing, 2);
        hold(there, 3);
        assertTrue(destinations.hasShare(missing, after(6)));
        assertTrue(destinations.hasShare(there, after(6)));
    }

    @Test
    void bytesCountAsEntriesDo() {
        missing.acceptedNone(START);
        Pending<String> large =
                new Pending<>("large", limits.maxBytesInFlight() / 2, null, "", missing, failure -> {}, 0, 2);
        missing.holds(large);
        assertTrue(destinations.hasShare(missing, after(6)));
        missing.holdsNoLonger(large);
        assertFalse(destinations.hasShare(missing, after(6)));
    }

    @Test
    void itGoesBackAtOnceWhereOthersWorkAndElseAFewAtATime() {
        missing.acceptedNone(START);
        hold(missing, PLACES);
        assertFalse(destinations.givesBack(missing, after(6), 0));
        assertTrue(destinations.givesBack(
                missing, after(11), Duration.ofSeconds(10).toNanos()));
        int more = 0;
        while (destinations.givesBack(missing, after(11), 0)) {
            more++;
        }
        assertEquals(19, more);
        there.answered(after(1));
        assertTrue(destinations.givesBack(missing, after(6), 0));
        missing.answered(after(7));
        assertFalse(destinations.givesBack(
                missing, after(60), Duration.ofSeconds(60).toNanos()));
    }

    @Test
    void aDestinationThatAnsweredBeforeTheFailureBeganIsNoSignOfTheService() {
        there.answered(START);
        missing.acceptedNone(after(1));
        hold(missing, PLACES);
        assertFalse(destinations.givesBack(missing, after(7), 0));
    }

    @Test
    void whatIsBeyondTheShareIsWhatCameLastAndIsInNoCall() {
        missing.acceptedNone(START);
        there.answered(after(1));
        hold(there, 1);
        hold(missing, 8);
        List<Pending<String>> all = List.copyOf(held);
        all.get(8).underWay = true;
        assertEquals(Set.of(), destinations.beyondShare(held, after(4)));
        assertEquals(Set.of(all.get(7), all.get(6), all.get(5)), destinations.beyondShare(held, after(6)));
    }

    @Test
    void theOnlyDestinationKeepsAllThatItIsSent() {
        Destinations one = destinations(false);
        Destination only = one.of("");
        only.failed(START, START);
        hold(only, PLACES);
        assertFalse(one.hasShare(only, after(3600)));
        assertFalse(one.givesBack(only, after(3600), Duration.ofHours(1).toNanos()));
    }

    @Test
    void oneThatFailsIsSlowedDownByItself() {
        missing.failed(START, START);
        missing.callBegins();
        assertEquals(Long.MAX_VALUE, missing.callIn(after(1)));
        assertEquals(0, there.callIn(START));
    }
}
