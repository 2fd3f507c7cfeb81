package io.trailbridge.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.BatchStatus;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registered checks together, on simulated time. */
class HealthChecksTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Faults faults = new Faults(Clock.systemUTC(), nanos::get);
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void register() {
        HealthChecks.register(
                camel, List::of, () -> List.of(new BatchStatus("sqs-batch:a", 3, Instant.EPOCH, "refused")), faults);
    }

    @Test
    void anOutageCountsForReadinessOnceItHasLastedAndNeverForLiveness() {
        FaultSignal queue = faults.signal("queue a", Duration.ofMinutes(2));
        queue.raise(FaultCode.UNREACHABLE, "refused", null);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos() - 1);
        assertEquals(State.UP, state("faults"));
        nanos.addAndGet(1);
        assertEquals(State.DOWN, state("faults"));
        assertEquals(State.UP, state("workers"));
        queue.clear();
        assertEquals(State.UP, state("faults"));
    }

    @Test
    void aDeadThreadAloneCountsForLiveness() {
        faults.signal("thread t", Duration.ZERO).raise(FaultCode.WORKER_DIED, "java.lang.Error: x", "restart");

        assertEquals(State.DOWN, state("workers"));
        for (String name : List.of("event-hubs", "sinks", "faults")) {
            assertFalse(check(name).isLiveness(), name);
            assertTrue(check(name).isReadiness(), name);
        }
        assertTrue(check("workers").isLiveness());
    }

    @Test
    void whatASinkHoldsIsShownAndIsNoReasonToBeDown() {
        HealthCheck.Result result = check("sinks").call();

        assertEquals(3, result.getDetails().get("sqs-batch:a.in-flight"));
        assertEquals(State.UP, result.getState());
        assertEquals(State.UP, state("event-hubs"));
    }

    private State state(String name) {
        return check(name).call().getState();
    }

    private HealthCheck check(String name) {
        return HealthCheckHelper.getHealthCheck(camel, name);
    }
}
