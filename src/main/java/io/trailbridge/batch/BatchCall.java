package io.trailbridge.batch;

import io.trailbridge.aws.CallFailure;
import java.time.Duration;
import java.util.List;

/**
 * One call of a service for several entries.
 *
 * <p>Called on the batcher's own threads, by several at once; it may block. When the batcher stops with calls under
 * way, their threads are interrupted.
 */
@FunctionalInterface
public interface BatchCall<E> {
    /**
     * Sends the entries.
     *
     * @return one outcome for each entry, in the entries' order
     * @throws Exception when the service refused or failed the call as a whole; {@link CallFailure} says what it means
     */
    List<Outcome> call(List<E> entries) throws Exception;

    /** How long a call may take; one without an answer for longer is told as one that hangs. */
    default Duration patience() {
        return Duration.ofSeconds(5);
    }
}
