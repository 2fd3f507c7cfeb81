package io.trailbridge.runtime;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains repeatedly. If a run takes longer than the interval, the next one follows at once; runs never overlap. A
 * failed run is reported in log and health until one succeeds. Ends when the bridge is closed.
 *
 * @param interval from the start of a run to the start of the next
 */
public record Schedule(Duration interval) {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    /** Minimum pause after a failure: a run that fails at once must not be retried without a pause. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** Runs on the calling thread until the bridge is closed. */
    public void run(Bridge bridge) throws InterruptedException {
        FaultSignal fault = bridge.faults().signal("scheduled drain", Duration.ZERO);
        while (!bridge.isClosed()) {
            long started = System.nanoTime();
            boolean drained = drain(bridge, fault);
            Duration pause = interval.minusNanos(System.nanoTime() - started);
            if (drained && (pause.isNegative() || pause.isZero())) {
                continue;
            }
            pause = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
            LOG.info("next drain in {} s", pause.toSeconds());
            bridge.awaitClosed(pause);
        }
    }

    /** Runs one drain; returns whether it succeeded. A failure because the bridge is being closed is not reported. */
    private static boolean drain(Bridge bridge, FaultSignal fault) throws InterruptedException {
        try {
            bridge.drain();
            fault.clear();
            return true;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            if (bridge.isClosed()) {
                LOG.debug("drain ended by the stop", failed);
            } else {
                LOG.debug("drain failed", failed);
                fault.raise(
                        FaultCode.DRAIN_FAILED,
                        StartFailure.cause(failed),
                        "it is retried at the next time of the schedule; correct what the cause names");
            }
            return false;
        }
    }
}
