package io.trailbridge.bench;

/** Values of a sorted sample by nearest rank: a value that has occurred, never one between two. */
public final class Percentiles {
    private Percentiles() {}

    /**
     * The smallest value that so many percent of the sample do not exceed.
     *
     * @param sorted in ascending order
     */
    public static long of(long[] sorted, double percent) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("an empty sample has no percentiles");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(1, rank) - 1];
    }
}
