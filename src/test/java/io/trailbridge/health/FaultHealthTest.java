package io.trailbridge.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FaultHealthTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Faults faults = new Faults(Clock.systemUTC(), nanos::get);
    private final FaultHealth health = new FaultHealth(faults);

    @Test
    void aFaultIsShownAtOnceAndTakesHealthDownOnceItHasLasted() {
        FaultSignal signal = faults.signal("queue a", Duration.ofSeconds(30));
        faults.detail("sink b").raise(FaultCode.THROTTLED, "slow down", null);
        assertEquals(State.UP, call().getState());

        signal.raise(FaultCode.ACCESS_DENIED, "no", "allow it");
        assertEquals(State.UP, call().getState());
        assertTrue(
                call().getDetails().get("access-denied at queue a").toString().contains("remedy: allow it"));

        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        assertEquals(State.DOWN, call().getState());
        assertTrue(call().getMessage().orElse("").contains("access-denied at queue a"));
        assertTrue(!call().getMessage().orElse("").contains("throttled"), "a detail is no reason to be down");

        signal.clear();
        assertEquals(State.UP, call().getState());
    }

    private HealthCheck.Result call() {
        health.setCamelContext(new DefaultCamelContext());
        return health.call();
    }
}
