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
 * The faults of one Trailbridge. Whatever can fail has a {@link FaultSignal}; what the signals say stands in the log and
 * in health under the same code. Has no thread and no limit of its own: who sees a fault reports it as often as it is
 * seen. Safe for use by any thread.
 */
public final class Faults {
    static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Set<FaultSignal> signals = ConcurrentHashMap.newKeySet();

    /** On the machine's clocks. */
    public Faults() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * @param clock for the times that are shown
     * @param nanos a clock that only goes forward, for durations
     */
    public Faults(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * A signal whose faults take health down once they have lasted.
     *
     * @param at what it is about, as an operator knows it
     * @param downAfter how long a fault may last before health is down; zero for at once
     */
    public FaultSignal signal(String at, Duration downAfter) {
        return added(new FaultSignal(this, at, Objects.requireNonNull(downAfter, "downAfter")));
    }

    /** A signal whose faults are shown in log and health, which stays up. */
    public FaultSignal detail(String at) {
        return added(new FaultSignal(this, at, null));
    }

    /** The faults that last now, in order of their codes and things. */
    public List<Fault> present() {
        return signals.stream().map(FaultSignal::fault).filter(Objects::nonNull)
                .sorted(Comparator.comparing(Fault::code).thenComparing(Fault::at)).toList();
    }

    /** The clock of durations. */
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
