package io.trailbridge.fuzz;

/**
 * Tells whether what lives on the heap between inputs stays as much as it was. The first look is the warm-up's end:
 * classes, compiled mappings and tables are there by then. Not thread-safe.
 */
final class HeapGrowth {
    /**
     * Tables that fill and empty again took 9 MB at their most in a million inputs; a leak passes this in any long run.
     */
    static final long BOUND = 24L << 20;

    private long first = -1;
    private long last;
    private long most;

    /** @param used bytes that are used after a collection, with no input in progress */
    void look(long used) {
        if (first < 0) {
            first = used;
        }
        last = used;
        most = Math.max(most, used);
    }

    /** Why the heap does not count as flat; null when it does. */
    String fault() {
        return most - first <= BOUND
                ? null
                : "the heap has grown from " + megabytes(first) + " MB to " + megabytes(most) + " MB, by more than "
                        + megabytes(BOUND) + " MB";
    }

    @Override
    public String toString() {
        return "heap after collections: first " + megabytes(Math.max(0, first)) + " MB, most " + megabytes(most)
                + " MB, last " + megabytes(last) + " MB";
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 19)) >> 20;
    }
}
