package io.trailbridge.bench;

import java.util.concurrent.TimeUnit;

/**
 * When events are due that come at an even rate, whether or not those before them have been dealt with. Who measures
 * from these times counts the wait of an event that was published late. Times are in nanoseconds from the start.
 */
public record OpenLoopSchedule(double eventsPerSecond, int events) {
    /** When the event of this index, from 0, is due. */
    public long dueAt(int index) {
        return Math.round(index / eventsPerSecond * TimeUnit.SECONDS.toNanos(1));
    }

    /** How many events are due by this time. */
    public int dueBy(long nanos) {
        int guess = (int) Math.min(events, Math.floor(nanos / 1e9 * eventsPerSecond) + 1);
        while (guess > 0 && dueAt(guess - 1) > nanos) {
            guess--;
        }
        while (guess < events && dueAt(guess) <= nanos) {
            guess++;
        }
        return guess;
    }
}
