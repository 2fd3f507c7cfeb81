package io.trailbridge.standin.azure;

import java.time.Duration;

/** What goes wrong at the storage stand-in, switched by a test while clients talk to it. Any thread may switch. */
public final class BlobFaults {
    /** The answer of a request that fails. */
    public record Failure(int status, String code) {
        public static final Failure SERVER_BUSY = new Failure(503, "ServerBusy");
        public static final Failure INTERNAL_ERROR = new Failure(500, "InternalError");
        public static final Failure NOT_PERMITTED = new Failure(403, "AuthorizationPermissionMismatch");
        public static final Failure NOT_AUTHENTICATED = new Failure(403, "AuthenticationFailed");
    }

    private Failure failure;
    private int failuresLeft;
    private int cutsLeft;
    private boolean refusing;
    private Duration delay = Duration.ZERO;

    /** Every request fails until {@link #clear}. */
    public synchronized void fail(Failure with) {
        failNext(Integer.MAX_VALUE, with);
    }

    /** The next requests fail, the SDK's retries included. */
    public synchronized void failNext(int requests, Failure with) {
        failure = with;
        failuresLeft = requests;
    }

    /** The bodies of the next answers end in the middle, with their connections. */
    public synchronized void cutNext(int answers) {
        cutsLeft = answers;
    }

    /** Connections are closed without an answer. */
    public synchronized void refuse(boolean on) {
        refusing = on;
    }

    /** Every request waits so long. */
    public synchronized void delay(Duration time) {
        delay = time;
    }

    public synchronized void clear() {
        failure = null;
        cutsLeft = 0;
        refusing = false;
        delay = Duration.ZERO;
    }

    synchronized Failure next() {
        if (failure == null || failuresLeft == 0) {
            return null;
        }
        failuresLeft--;
        return failure;
    }

    synchronized boolean cuts() {
        if (cutsLeft == 0) {
            return false;
        }
        cutsLeft--;
        return true;
    }

    synchronized boolean refuses() {
        return refusing;
    }

    synchronized Duration delay() {
        return delay;
    }
}
