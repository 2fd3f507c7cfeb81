package io.trailbridge.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bound on the bytes that several holders hold at once, each by an {@link Account} of its own.
 *
 * <p>Guarantees. No account gets more than it leaves free for the others, so one whose bytes do not drain cannot lock
 * them out. An account that holds nothing always gets what it asks for: an event larger than the whole bound passes
 * alone, and no account needs another to give back first. All together hold at most the bound and one event an account.
 *
 * <p>Threads: any. Only {@link Account#await} blocks.
 */
public final class InFlightBytes {
    private final long limit;
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
    /** Guarded by this, as what each account holds. */
    private long total;

    public InFlightBytes(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a bound of " + limit + " bytes lets nothing pass");
        }
        this.limit = limit;
    }

    /** Counts, and refuses nothing. */
    public static InFlightBytes unbounded() {
        return new InFlightBytes(Long.MAX_VALUE / 4);
    }

    /** The bound. */
    public long limit() {
        return limit;
    }

    /** The bytes held now. */
    public synchronized long held() {
        return total;
    }

    /** An account of which one thread waits by {@link Account#await}. */
    public Account open() {
        return open(() -> { });
    }

    /**
     * An account that waits in its own way.
     *
     * @param roomMade called without any lock of this class when it is worth asking again after a refusal; it must not
     *     block for long
     */
    public Account open(Runnable roomMade) {
        Account account = new Account(roomMade);
        accounts.add(account);
        return account;
    }

    /** What one holder holds. */
    public final class Account {
        private final Runnable roomMade;
        private final Object room = new Object();
        /** Guarded by the bound. */
        private long held;
        private boolean closed;
        private volatile boolean refused;

        private Account(Runnable roomMade) {
            this.roomMade = roomMade;
        }

        /** Takes so many bytes, if there is room for them. */
        public boolean tryHold(long bytes) {
            synchronized (InFlightBytes.this) {
                if (held > 0 && held + bytes > limit - total - bytes) {
                    refused = true;
                    return false;
                }
                add(bytes);
                return true;
            }
        }

        /** Takes so many bytes in any case: what must not wait is counted all the same. */
        public void hold(long bytes) {
            synchronized (InFlightBytes.this) {
                add(bytes);
            }
        }

        /** Takes so many bytes, waiting for room; returns false when the account was closed instead. */
        public boolean await(long bytes) throws InterruptedException {
            synchronized (room) {
                while (!isClosed()) {
                    if (tryHold(bytes)) {
                        return true;
                    }
                    room.wait();
                }
                return false;
            }
        }

        /** Gives bytes back. {@link #tellWaiting} afterwards. */
        public void release(long bytes) {
            synchronized (InFlightBytes.this) {
                add(-bytes);
            }
        }

        /** Tells those that were refused that there is room. Not to be called with a lock that they take. */
        public void tellWaiting() {
            for (Account account : accounts) {
                if (account.refused) {
                    account.refused = false;
                    account.tell();
                }
            }
        }

        /** Gives all back for good, and ends the waiting. Repeating it changes nothing. */
        public void close() {
            accounts.remove(this);
            synchronized (InFlightBytes.this) {
                add(-held);
                closed = true;
            }
            tell();
            tellWaiting();
        }

        private void add(long bytes) {
            if (!closed) {
                held += bytes;
                total += bytes;
            }
        }

        private boolean isClosed() {
            synchronized (InFlightBytes.this) {
                return closed;
            }
        }

        private void tell() {
            synchronized (room) {
                room.notifyAll();
            }
            roomMade.run();
        }
    }
}
