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
 * The meters of a component's batchers, and a signal for the faults of each. Two batchers of the same name share one
 * meter. A meter outlives its batcher: a route that is stopped and started again continues counting.
 */
public final class BatchMeters {
    private static final Duration FAILING_LIMIT = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final Faults faults;
    private final Duration failingLimit;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    /** Creates meters whose faults are reported in the log only. */
    public BatchMeters(MeterRegistry registry) {
        this(registry, new Faults(), FAILING_LIMIT);
    }

    /**
     * @param faults receives the faults
     * @param failingLimit how long an entry may fail before health is down
     */
    public BatchMeters(MeterRegistry registry, Faults faults, Duration failingLimit) {
        this.registry = registry;
        this.faults = faults;
        this.failingLimit = failingLimit;
    }

    /**
     * Returns the meters of one batcher: {@code trailbridge.in.flight{at}}, {@code trailbridge.retried{at}}, its own
     * counter of accepted entries, and the signal of its faults, which the batcher closes.
     *
     * @param at the batcher's name
     * @param accepted the name of the counter of accepted entries, such as {@code trailbridge.sqs.sent}
     * @param tag the name of that counter's only tag
     */
    public Of of(String at, String accepted, String tag, String value) {
        return new Of(
                Counter.builder(accepted).tag(tag, value).register(registry),
                Counter.builder("trailbridge.retried").tag("at", at).register(registry),
                inFlight.computeIfAbsent(
                        at, name -> registry.gauge("trailbridge.in.flight", Tags.of("at", name), new AtomicInteger())),
                faults.signal(at, failingLimit));
    }

    /**
     * Returns the counter of the events that a sink does not receive because of its settings:
     * {@code trailbridge.left.out{sink,kind}}.
     *
     * @param kind the kind of event, by the name in the setting that leaves it out
     */
    public Counter leftOut(String sink, String kind) {
        return Counter.builder("trailbridge.left.out")
                .tag("sink", sink)
                .tag("kind", kind)
                .register(registry);
    }

    /** Returns a counter that a sink has in addition to those of its batcher. */
    public Counter counter(String name, String tag, String value) {
        return Counter.builder(name).tag(tag, value).register(registry);
    }

    /** The meters of one batcher. */
    public record Of(Counter accepted, Counter retried, AtomicInteger inFlight, FaultSignal fault) {}
}
