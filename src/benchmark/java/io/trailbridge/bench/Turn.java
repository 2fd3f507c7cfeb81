package io.trailbridge.bench;

/**
 * So many events, from the hub to the channel.
 *
 * @param seconds from the first event in the hub to the last one in the channel
 * @param again how many events came more than once
 * @param usage of the contestant's JVM, until the queue was empty
 * @param serverNanos CPU of the servers' JVM
 */
record Turn(int events, double seconds, int again, Usage usage, long serverNanos) {
    double eventsPerSecond() {
        return events / seconds;
    }

    /** Of an amount, what one event takes. */
    double each(double amount) {
        return amount / events;
    }
}
