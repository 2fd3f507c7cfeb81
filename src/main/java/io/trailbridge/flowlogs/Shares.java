package io.trailbridge.flowlogs;

import java.util.HashMap;
import java.util.Map;

/**
 * Shares a limited resource among holders that may keep their part for long: a holder may take one more only while it
 * holds fewer than are free. A single holder gets half of the total; whatever the others keep, some is left for a
 * newcomer ("Dynamic queue length thresholds for shared-memory packet switches", Choudhury and Hahne). Not thread-safe.
 */
final class Shares {
    private final int total;
    private final Map<String, Integer> held = new HashMap<>();
    private int free;

    /** @param total the total number to share; at least 1 */
    Shares(int total) {
        this.total = total;
        this.free = total;
    }

    /** Takes one more; returns false when the holder has its share. */
    boolean take(String holder) {
        int own = held.getOrDefault(holder, 0);
        if (own >= free) {
            return false;
        }
        held.put(holder, own + 1);
        free--;
        return true;
    }

    /** Gives back some of those that the holder has taken. */
    void give(String holder, int count) {
        int own = held.getOrDefault(holder, 0);
        if (own < count) {
            throw new IllegalStateException(holder + " cannot give back " + count + " of " + own);
        }
        held.compute(holder, (name, old) -> own == count ? null : own - count);
        free += count;
    }

    boolean areAllFree() {
        return free == total;
    }
}
