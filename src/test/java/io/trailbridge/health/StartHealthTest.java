package io.trailbridge.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class StartHealthTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(camel);
    private final StartHealth health = HealthChecks.registerStart(camel, "settings are read");
    private String pending = "the hub";

    @Test
    void aStartIsUnknownWithItsStepUntilAllRoutesHaveWhatTheyNeed() {
        assertStarting("settings are read");
        health.step("secrets are read");
        assertStarting("secrets are read");
        health.routesStarted(() -> pending);
        assertStarting("the hub");
        pending = "the queue";
        assertStarting("the queue");
        pending = null;
        assertEquals(State.UP, call().getState());
    }

    @Test
    void whatHasStartedOnceNeverStartsAgain() {
        health.routesStarted(() -> pending);
        pending = null;
        assertEquals(State.UP, call().getState());
        pending = "the hub";
        health.step("a route is reloaded");
        assertEquals(State.UP, call().getState());
        health.routesStarted(() -> pending);
        assertEquals(State.UP, call().getState());
    }

    @Test
    void camelsOwnChecksAreOffUntilTheRoutesStart() {
        HealthCheck context = (HealthCheck) registry.resolveById("context");
        registry.register(context);
        registry.register(registry.resolveById("consumers"));
        StartHealth start = HealthChecks.registerStart(camel, "settings are read");
        assertFalse(context.isEnabled());
        assertFalse(registry.getRepository("consumers").orElseThrow().isEnabled());
        start.routesStarted(() -> null);
        assertTrue(context.isEnabled());
        assertTrue(registry.getRepository("consumers").orElseThrow().isEnabled());
    }

    @Test
    void theCheckOfTheStartIsInTheRegistry() {
        assertEquals(health, registry.getCheck("start").orElseThrow());
    }

    private void assertStarting(String step) {
        HealthCheck.Result result = call();
        assertEquals(State.UNKNOWN, result.getState());
        assertEquals("starting: " + step, result.getMessage().orElseThrow());
    }

    private HealthCheck.Result call() {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(health);
        health.doCall(result, Map.of());
        return result.build();
    }
}
