package io.trailbridge.batch;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.ServiceErrors;
import java.time.Duration;
import java.util.List;

/**
 * One call of a service for several entries.
 *
 * <p>Called on the batcher's own threads, on several of them concurrently; it may block. When the batcher stops with
 * calls in progress, it interrupts their threads.
 */
@FunctionalInterface
public interface BatchCall<E> {
    /**
     * Sends the entries.
     *
     * @return one outcome for each entry, in the entries' order
     * @throws Exception when the service refused or failed the call as a whole; {@link CallFailure} classifies it
     */
    List<Outcome> call(List<E> entries) throws Exception;

    /** Returns the error codes that the called service alone has. */
    default ServiceErrors errors() {
        return ServiceErrors.NONE;
    }

    /** Returns how long a call may take; a call without an answer for longer is reported as hanging. */
    default Duration patience() {
        return Duration.ofSeconds(5);
    }
}
