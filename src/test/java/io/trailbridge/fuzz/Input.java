package io.trailbridge.fuzz;

/**
 * One mutated message.
 *
 * @param number by which, with the run's seed, it is made again
 * @param choice a number by chance for what else may vary, such as the size of a block
 */
record Input(long number, Kind kind, byte[] bytes, int choice) {
    enum Kind {
        /** An event of the hub. */
        EVENT,
        /** The body of a message of a sink's queue. */
        MESSAGE,
        /** The same, compressed before it was mutated as bytes, if at all. */
        COMPRESSED_MESSAGE,
        /** A blob. */
        FLOW_LOG
    }
}
