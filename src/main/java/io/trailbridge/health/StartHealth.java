package io.trailbridge.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Unknown, and therefore not ready, until everything has started once; shows what the start waits for. Alive all the
 * while: Camel's own checks, which report a context and routes that were not started yet as down, are disabled until
 * the routes start. Any thread may call it.
 */
public final class StartHealth extends AbstractHealthCheck {
    private final HealthCheckRegistry registry;
    private volatile Supplier<String> waitsFor;

    StartHealth(HealthCheckRegistry registry, String step) {
        super("trailbridge", "start");
        this.registry = registry;
        waitsFor = () -> step;
        showCamels(false);
    }

    /** Sets the present step of the start, by its name only. */
    public void step(String name) {
        if (waitsFor != null) {
            waitsFor = () -> name;
        }
    }

    /** @param pending returns what the started routes still wait for; null as soon as all have what they need */
    public void routesStarted(Supplier<String> pending) {
        showCamels(true);
        if (waitsFor != null) {
            waitsFor = pending;
        }
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Supplier<String> present = waitsFor;
        String step = present == null ? null : present.get();
        if (step != null) {
            result.unknown().message("starting: " + step);
        } else {
            waitsFor = null; // permanent: what stops later is a fault and not a start
            result.up();
        }
    }

    private void showCamels(boolean on) {
        registry.getCheck("context").ifPresent(check -> check.setEnabled(on));
        registry.getRepository("consumers").ifPresent(checks -> checks.setEnabled(on));
    }
}
