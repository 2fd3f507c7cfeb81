package io.trailbridge.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains again and again. A run that takes longer than the interval is followed by the next at once, never joined by
 * it. Ends when the bridge is closed.
 *
 * @param interval from the start of a run to the start of the next
 */
public record Schedule(Duration interval) {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    /** Runs on the calling thread until the bridge is closed. */
    public void run(Bridge bridge) throws Exception {
        while (!bridge.isClosed()) {
            long started = System.nanoTime();
            bridge.drain();
            Duration pause = interval.minusNanos(System.nanoTime() - started);
            if (pause.isNegative() || pause.isZero()) {
                continue;
            }
            LOG.info("next drain in {} s", pause.toSeconds());
            bridge.awaitClosed(pause);
        }
    }
}
