package io.trailbridge.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults of one Trailbridge. Everything that can fail has a {@link FaultSignal}; its faults appear in the log and
 * in health under the same code. Has neither a thread nor a time limit: a caller reports a fault as often as it
 * sees it. Safe for use by any thread.
 */
public final class Faults {
    static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Set<FaultSignal> signals = ConcurrentHashMap.newKeySet();

    /** Uses the machine's clocks. */
    public Faults() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * @param clock for the times that are shown
     * @param nanos a monotonic clock, for durations
     */
    public Faults(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Creates a signal whose faults take health down once they have lasted.
     *
     * @param at what it concerns, as an operator knows it
     * @param downAfter how long a fault may last before health is down; zero for at once
     */
    public FaultSignal signal(String at, Duration downAfter) {
        return added(new FaultSignal(this, at, Objects.requireNonNull(downAfter, "downAfter")));
    }

    /** Creates a signal whose faults are shown in log and health, but never take health down. */
    public FaultSignal detail(String at) {
        return added(new FaultSignal(this, at, null));
    }

    /** Returns the present faults, ordered by their codes and what they concern. */
    public List<Fault> present() {
        return signals.stream()
                .map(FaultSignal::fault)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Fault::code).thenComparing(Fault::at))
                .toList();
    }

    /** Returns the time of the clock for durations. */
    public long nanos() {
        return nanos.getAsLong();
    }

    Instant now() {
        return clock.instant();
    }

    void remove(FaultSignal signal) {
        signals.remove(signal);
    }

    private FaultSignal added(FaultSignal signal) {
        signals.add(signal);
        return signal;
    }
}
