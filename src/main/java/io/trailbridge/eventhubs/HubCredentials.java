package io.trailbridge.eventhubs;

import io.trailbridge.azure.CredentialsException;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides connections from the credentials. Credentials that cannot be obtained are a fault until they can be. Refused
 * credentials are read again, with a back-off while they stay the same. For use by one thread at a time.
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
     * @param connect   returns the connection from the present credentials; may throw
     * @param reconnect the same after reading the credentials again; {@code null} when they cannot change
     * @param signal    reports credentials that cannot be obtained; closed with this object
     */
    HubCredentials(
            Supplier<HubAddress> connect,
            Supplier<HubAddress> reconnect,
            FaultSignal signal,
            BackOff backOff,
            Clocks clocks) {
        this.connect = connect;
        this.reconnect = reconnect;
        this.signal = signal;
        this.backOff = backOff;
        this.clocks = clocks;
        this.nextReading = clocks.now();
    }

    /**
     * Returns the connection. When the credentials cannot be obtained, reports that and returns {@code null};
     * {@link #problem} returns the reason.
     */
    HubAddress connection() {
        return connectionFrom(connect);
    }

    /**
     * Called when the hub has refused the credentials of a connection.
     *
     * @return another connection; {@code null} when there is none, or when it is too soon to look for one
     */
    HubAddress refused(HubAddress connection) {
        if (reconnect == null || clocks.now() - nextReading < 0) {
            return null;
        }
        refused++;
        nextReading = clocks.now() + backOff.bound(refused).toNanos();
        HubAddress fresh = connectionFrom(reconnect);
        if (fresh != null && connection != null && fresh.sameAs(connection)) {
            LOG.debug(
                    "credentials refused, and reading them again gave the same hub={} nextReadNotBefore={}",
                    fresh,
                    clocks.shown(nextReading));
            return null;
        }
        return fresh;
    }

    /** Called when the hub has accepted the credentials: the next refusal counts as the first. */
    void accepted() {
        refused = 0;
    }

    /** Returns the reason of the last failure to obtain credentials. */
    String problem() {
        return problem;
    }

    private HubAddress connectionFrom(Supplier<HubAddress> source) {
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

    /** Describes a failure without messages of other libraries, which may contain the secret. */
    private static String about(RuntimeException failure) {
        return failure instanceof CredentialsException ours
                ? ours.getMessage()
                : "the credentials cannot be read: " + failure.getClass().getName();
    }

    @Override
    public void close() {
        signal.close();
    }
}
