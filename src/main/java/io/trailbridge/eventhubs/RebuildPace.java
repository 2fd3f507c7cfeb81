package io.trailbridge.eventhubs;

import io.trailbridge.batch.BackOff;
import java.time.Duration;

/**
 * Decides how soon a client may be rebuilt again after a rebuild that did not help. One thread at a time; times in
 * nanoseconds.
 */
final class RebuildPace {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final BackOff backOff;
    private int inVain;
    private long rebuiltAt;

    /** @param first the shortest pause */
    RebuildPace(Duration first) {
        backOff = new BackOff(first, LONGEST);
    }

    /** Returns whether a rebuild is not too soon; if so, it counts as done. */
    boolean take(long now) {
        long since = now - rebuiltAt;
        if (inVain > 0 && since < backOff.bound(inVain).toNanos()) {
            return false;
        }
        inVain = inVain > 0 && since < 2 * backOff.bound(inVain).toNanos() ? inVain + 1 : 1;
        rebuiltAt = now;
        return true;
    }
}
