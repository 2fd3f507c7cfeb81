package io.trailbridge.batch;

/** Receives the result of an entry, exactly once. */
@FunctionalInterface
public interface Settlement {
    /**
     * Called on one of the batcher's threads, on the thread that stops the batcher, or, for an entry that is refused at
     * once, on the thread that submits it.
     *
     * @param failure null when the service has accepted the entry; a {@link RejectedException} when it never will; an
     *     {@link UnsettledException} when its source must deliver it again: the batcher stopped before the result was
     *     known ({@link StoppedException}), or its destination fails and others must not wait
     *     ({@link PostponedException})
     */
    void settled(RuntimeException failure);
}
