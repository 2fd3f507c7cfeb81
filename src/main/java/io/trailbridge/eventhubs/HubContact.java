package io.trailbridge.eventhubs;

import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors whether a hub answers: asks it and decides when to ask again. It asks regularly, at once when the SDK
 * reports a failure, and soon while the hub is silent. Whatever the SDK receives in between also counts as an answer.
 * {@link HubSignals} reports the findings.
 *
 * <p>Threads: {@link #connect}, {@link #ask} and {@link #isDue} are called one after the other; the other methods may
 * be called by any thread.
 */
final class HubContact implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubContact.class);
    /** The shortest interval at which the hub may be asked. */
    static final Duration TICK = Duration.ofSeconds(5);
    /** The longest interval for a silent hub, which is asked again after 5 s, 10 s and then every 15 s. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private final EventHubsSettings settings;
    private final Faults faults;
    private final Consumer<HubFailure> doubted;
    private volatile HubDescriber reader;
    private volatile HubSignals signals;
    private volatile boolean connected;
    private volatile boolean doubtful;
    private volatile boolean givenUp;
    private volatile long heardNanos;
    private long askedNanos;
    private int unanswered;

    /** @param doubted notified of each failure to reach the hub; must not block */
    HubContact(EventHubsSettings settings, Faults faults, Consumer<HubFailure> doubted) {
        this.settings = settings;
        this.faults = faults;
        this.doubted = doubted;
    }

    /** Sets the hub and the credentials to ask it with from now on. Must be called before any other method. */
    void connect(HubAddress connection) {
        if (reader != null) {
            reader.close();
        }
        if (signals == null || !signals.areOf(connection)) {
            if (signals != null) {
                signals.close();
            }
            signals = new HubSignals(faults, settings, connection);
        }
        reader = new HubDescriber(connection);
        if (givenUp) {
            reader.giveUp();
        }
    }

    /** Returns the signals that report on the hub and its partitions. */
    HubSignals signals() {
        return signals;
    }

    /** Returns whether anything was received from the hub after the last failure to reach it. */
    boolean isConnected() {
        return connected;
    }

    /** Returns whether it is time to ask again. */
    boolean isDue() {
        long now = faults.nanos();
        Duration again = shorter(TICK.multipliedBy(Math.max(1, unanswered)), ASK_AGAIN);
        return now - askedNanos >= settings.partitionWatchInterval().toNanos()
                || doubtful && now - askedNanos >= again.toNanos()
                || now - Math.max(askedNanos, heardNanos)
                        >= settings.hubSilentLimit().toNanos() / 2;
    }

    /** Returns whether the hub answered when it was last asked. */
    boolean answered() {
        return unanswered == 0;
    }

    /**
     * Asks the hub for its description. When the hub does not answer, reports that with the reason and returns
     * {@code null}. Blocks.
     */
    HubDescription ask() {
        long asked = faults.nanos();
        try {
            HubDescription described = reader.read();
            unanswered = 0;
            doubtful = false;
            heard();
            return described;
        } catch (RuntimeException e) {
            if (!givenUp) {
                unanswered++;
                HubFailure why = reader.explain(e);
                LOG.debug("hub does not answer", e);
                doubt(why);
                signals.silent(why, asked);
            }
            return null;
        } finally {
            askedNanos = faults.nanos();
        }
    }

    /** Called when anything was received from the hub. */
    void heard() {
        heardNanos = faults.nanos();
        connected = true;
        signals.heard();
    }

    /** Called when the connection to the hub failed anywhere. */
    void doubt(HubFailure why) {
        connected = false;
        doubtful = true;
        doubted.accept(why);
    }

    /** Ends an {@link #ask} in progress, and all later ones. */
    void giveUp() {
        givenUp = true;
        HubDescriber present = reader;
        if (present != null) {
            present.giveUp();
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            signals.close();
        }
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
