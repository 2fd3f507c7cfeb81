package io.trailbridge.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an operator sees of a component's batchers: their meters, and a signal for the faults of each. Two batchers of
 * one name add up in one meter, and a meter outlives its batcher: a route that is stopped and started again goes on
 * counting.
 */
public final class BatchMeters {
    private static final Duration FAILING_LIMIT = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final Faults faults;
    private final Duration failingLimit;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    /** Faults are told in the log only. */
    public BatchMeters(MeterRegistry registry) {
        this(registry, new Faults(), FAILING_LIMIT);
    }

    /**
     * @param faults told what fails
     * @param failingLimit how long an entry may fail before health is down
     */
    public BatchMeters(MeterRegistry registry, Faults faults, Duration failingLimit) {
        this.registry = registry;
        this.faults = faults;
        this.failingLimit = failingLimit;
    }

    /**
     * Those of one batcher: {@code trailbridge.in.flight{at}}, {@code trailbridge.retried{at}}, its own counter of
     * accepted entries, and the signal of its faults, which the batcher closes.
     *
     * @param at the batcher's name
     * @param accepted the name of the counter of accepted entries, such as {@code trailbridge.sqs.sent}
     * @param tag its one tag
     */
    public Of of(String at, String accepted, String tag, String value) {
        return new Of(
                Counter.builder(accepted).tag(tag, value).register(registry),
                Counter.builder("trailbridge.retried").tag("at", at).register(registry),
                inFlight.computeIfAbsent(at, name ->
                        registry.gauge("trailbridge.in.flight", Tags.of("at", name), new AtomicInteger())),
                faults.signal(at, failingLimit));
    }

    /**
     * Counts what a sink is not given because it is set up so: {@code trailbridge.left.out{sink,kind}}.
     *
     * @param kind what it is, as the setting names it that says so
     */
    public Counter leftOut(String sink, String kind) {
        return Counter.builder("trailbridge.left.out").tag("sink", sink).tag("kind", kind).register(registry);
    }

    /** A counter that one sink has beside those of its batcher. */
    public Counter counter(String name, String tag, String value) {
        return Counter.builder(name).tag(tag, value).register(registry);
    }

    /** One batcher's meters. */
    public record Of(Counter accepted, Counter retried, AtomicInteger inFlight, FaultSignal fault) {}
}
