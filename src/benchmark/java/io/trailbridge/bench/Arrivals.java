package io.trailbridge.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Which events the channel has accepted, and how late. Those that are expected are numbered without a gap from the first
 * one on; what comes of earlier ones is counted as having come again. Any thread may use it.
 */
final class Arrivals {
    private static final long PENDING = -1;

    private int first;
    private long[] due = new long[0];
    private long[] late = new long[0];
    private int arrived;
    private int again;
    private long lastAt;

    /**
     * From now on these are expected.
     *
     * @param due when each is due, by {@link System#nanoTime}
     */
    synchronized void expect(int firstNumber, long[] due) {
        first = firstNumber;
        this.due = due;
        late = new long[due.length];
        Arrays.fill(late, PENDING);
        arrived = 0;
        again = 0;
    }

    synchronized void accept(int number) {
        long now = System.nanoTime();
        int place = number - first;
        if (place < 0 || late[place] != PENDING) {
            again++;
            return;
        }
        late[place] = Math.max(0, now - due[place]);
        arrived++;
        lastAt = now;
        notifyAll();
    }

    /** Waits until so many have arrived; false when nothing has come for so many seconds. */
    synchronized boolean await(int count, int stallSeconds) throws InterruptedException {
        long stall = TimeUnit.SECONDS.toNanos(stallSeconds);
        int seen = arrived;
        long seenAt = System.nanoTime();
        while (arrived < count) {
            TimeUnit.NANOSECONDS.timedWait(this, stall);
            if (arrived > seen) {
                seen = arrived;
                seenAt = System.nanoTime();
            } else if (System.nanoTime() - seenAt >= stall) {
                return false;
            }
        }
        return true;
    }

    synchronized int arrived() {
        return arrived;
    }

    /** Events that have come more than once. */
    synchronized int again() {
        return again;
    }

    /** When the latest one came. */
    synchronized long lastAt() {
        return lastAt;
    }

    /** How many nanoseconds after they were due those came that have arrived, in ascending order. */
    synchronized long[] latencies() {
        return Arrays.stream(late).filter(nanos -> nanos != PENDING).sorted().toArray();
    }
}
