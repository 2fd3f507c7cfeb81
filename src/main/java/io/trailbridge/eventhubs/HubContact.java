package io.trailbridge.eventhubs;

import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a hub answers: asks it, and knows when to ask again. That is regularly, at once when the SDK reports a
 * failure, and soon while it is silent; what the SDK hears in between counts as well. What it finds is said by
 * {@link HubSignals}.
 *
 * <p>Threads: {@link #connect}, {@link #ask} and {@link #isDue} one after the other, the rest any.
 */
final class HubContact implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubContact.class);
    /** How often it may be asked, at most. */
    static final Duration TICK = Duration.ofSeconds(5);
    /** A silent hub is asked again after 5, 10 and then each 15 s. */
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

    /** @param doubted told of each failure on the way to the hub; must not block */
    HubContact(EventHubsSettings settings, Faults faults, Consumer<HubFailure> doubted) {
        this.settings = settings;
        this.faults = faults;
        this.doubted = doubted;
    }

    /** From now on this hub is asked, by these credentials. To be called before anything else. */
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

    /** What the hub and its partitions are told by. */
    HubSignals signals() {
        return signals;
    }

    /** Whether it was heard from after the last failure to reach it. */
    boolean isConnected() {
        return connected;
    }

    /** Whether it is time to ask again. */
    boolean isDue() {
        long now = faults.nanos();
        Duration again = shorter(TICK.multipliedBy(Math.max(1, unanswered)), ASK_AGAIN);
        return now - askedNanos >= settings.partitionWatchInterval().toNanos()
            || doubtful && now - askedNanos >= again.toNanos()
            || now - Math.max(askedNanos, heardNanos) >= settings.hubSilentLimit().toNanos() / 2;
    }

    /** Whether it answered when it was asked last. */
    boolean answered() {
        return unanswered == 0;
    }

    /** What the hub says, or {@code null} when it does not answer: then that is said, with the reason. Blocks. */
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

    /** Something came from it. */
    void heard() {
        heardNanos = faults.nanos();
        connected = true;
        signals.heard();
    }

    /** The way to it failed somewhere. */
    void doubt(HubFailure why) {
        connected = false;
        doubtful = true;
        doubted.accept(why);
    }

    /** Ends an {@link #ask} that is under way, and all later ones. */
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
