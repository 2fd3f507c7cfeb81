package io.trailbridge.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A limit on the bytes that several holders hold at once, each through its own {@link Account}.
 *
 * <p>Guarantees. No account gets more than it leaves free for the others, so an account whose bytes do not drain cannot
 * lock the others out. An account that holds nothing always gets what it asks for: an event larger than the whole limit
 * is admitted alone, and no account needs another one to release bytes first. Together the accounts hold at most the
 * limit and one event per account.
 *
 * <p>Threads: any. Only {@link Account#await} blocks.
 */
public final class InFlightBytes {
    private final long limit;
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private long total;

    public InFlightBytes(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a bound of " + limit + " bytes lets nothing pass");
        }
        this.limit = limit;
    }

    /** Returns an instance that counts bytes and refuses nothing. */
    public static InFlightBytes unbounded() {
        return new InFlightBytes(Long.MAX_VALUE / 4);
    }

    /** Returns the limit in bytes. */
    public long limit() {
        return limit;
    }

    /** Returns the bytes that are held now. */
    public synchronized long held() {
        return total;
    }

    /** Opens an account for one thread that waits with {@link Account#await}. */
    public Account open() {
        return open(() -> {});
    }

    /**
     * Opens an account that waits in its own way.
     *
     * @param roomMade called without any lock of this class when it is worth asking again after a refusal; must not
     *     block for long
     */
    public Account open(Runnable roomMade) {
        Account account = new Account(roomMade);
        accounts.add(account);
        return account;
    }

    /** The bytes of one holder. */
    public final class Account {
        private final Runnable roomMade;
        private final Object room = new Object();

        @GuardedBy("InFlightBytes.this")
        private long held;

        @GuardedBy("InFlightBytes.this")
        private boolean closed;

        private volatile boolean refused;

        private Account(Runnable roomMade) {
            this.roomMade = roomMade;
        }

        /** Takes the bytes if there is room for them. Returns whether it took them. */
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

        /** Takes the bytes even if there is no room: what must not wait is counted all the same. */
        public void hold(long bytes) {
            synchronized (InFlightBytes.this) {
                add(bytes);
            }
        }

        /** Takes the bytes and waits for room; returns false when the account was closed instead. */
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

        /** Releases bytes. Call {@link #notifyWaiting} afterwards. */
        public void release(long bytes) {
            synchronized (InFlightBytes.this) {
                add(-bytes);
            }
        }

        /**
         * Notifies the accounts that were refused that there is room. The caller must not hold a lock that they take.
         */
        public void notifyWaiting() {
            for (Account account : accounts) {
                if (account.refused) {
                    account.refused = false;
                    account.tell();
                }
            }
        }

        /** Releases all bytes permanently and ends the waiting. Further calls have no effect. */
        public void close() {
            accounts.remove(this);
            synchronized (InFlightBytes.this) {
                add(-held);
                closed = true;
            }
            tell();
            notifyWaiting();
        }

        @GuardedBy("InFlightBytes.this")
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
