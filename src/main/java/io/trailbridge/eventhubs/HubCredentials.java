package io.trailbridge.eventhubs;

import io.trailbridge.azure.CredentialsException;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that the credentials make. Credentials that cannot be had are a fault until they can; those that were
 * refused are read anew, with a back-off while that brings the same. One thread at a time.
 */
final class HubCredentials implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubCredentials.class);

    private final Supplier<HubAddress> connect;
    private final Supplier<HubAddress> reconnect;
    private final FaultSignal signal;
    private final BackOff backOff;
    private final Clocks clocks;
    private int refused;
    private long nextReading;
    private String problem;

    /**
     * @param connect   the connection as the credentials now are; may throw
     * @param reconnect the same after reading the credentials anew, or {@code null} when they cannot change
     * @param signal    told of credentials that cannot be had; closed with this
     */
    HubCredentials(Supplier<HubAddress> connect, Supplier<HubAddress> reconnect, FaultSignal signal,
        BackOff backOff, Clocks clocks) {
        this.connect = connect;
        this.reconnect = reconnect;
        this.signal = signal;
        this.backOff = backOff;
        this.clocks = clocks;
        this.nextReading = clocks.now();
    }

    /** {@code null} when there are no credentials to connect with: then that is said, and {@link #problem} says why. */
    HubAddress connection() {
        return said(connect);
    }

    /**
     * The hub has refused those of a connection.
     *
     * @return another one, or {@code null} when there is none, or it is too soon to look
     */
    HubAddress refused(HubAddress connection) {
        if (reconnect == null || clocks.now() - nextReading < 0) {
            return null;
        }
        refused++;
        nextReading = clocks.now() + backOff.bound(refused).toNanos();
        HubAddress fresh = said(reconnect);
        if (fresh != null && connection != null && fresh.sameAs(connection)) {
            LOG.debug("credentials refused, and those read anew are the same hub={} nextReadNotBefore={}", fresh,
                clocks.shown(nextReading));
            return null;
        }
        return fresh;
    }

    /** The hub has taken them: the next refusal is the first. */
    void accepted() {
        refused = 0;
    }

    /** Why there was no connection the last time. */
    String problem() {
        return problem;
    }

    private HubAddress said(Supplier<HubAddress> source) {
        try {
            HubAddress connection = source.get();
            signal.clear();
            return connection;
        } catch (RuntimeException e) {
            problem = about(e);
            signal.raise(FaultCode.SECRET_UNREADABLE, problem, null);
            return null;
        }
    }

    /** Others' words about a secret may hold it. */
    private static String about(RuntimeException failure) {
        return failure instanceof CredentialsException ours ? ours.getMessage()
            : "the credentials cannot be read: " + failure.getClass().getName();
    }

    @Override
    public void close() {
        signal.close();
    }
}
