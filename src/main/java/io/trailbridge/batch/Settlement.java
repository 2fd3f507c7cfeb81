package io.trailbridge.batch;

/** Told once, and once only, how an entry ended. */
@FunctionalInterface
public interface Settlement {
    /**
     * Called on one of the batcher's threads, on the thread that stops the batcher, or, for an entry that is refused
     * at once, on the thread that submits it.
     *
     * @param failure null when the service has accepted the entry; a {@link RejectedException} when it never will;
     *     an {@link UnsettledException} when its source must give it again: the batcher stopped before it was known
     *     ({@link StoppedException}), or its destination fails and others must not wait ({@link PostponedException})
     */
    void settled(RuntimeException failure);
}
