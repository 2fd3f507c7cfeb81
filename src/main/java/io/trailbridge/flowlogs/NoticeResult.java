package io.trailbridge.flowlogs;

import io.trailbridge.batch.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Completes a message when all of its notices are done with and the last of them has been taken up. */
final class NoticeResult {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicInteger left;
    /** Guarded by itself. */
    private final List<Exception> failures = new ArrayList<>(0);

    NoticeResult(Exchange exchange, AsyncCallback callback, int notices) {
        this.exchange = exchange;
        this.callback = callback;
        // One more for the thread that takes up: until it is through, no other may complete the exchange.
        this.left = new AtomicInteger(notices + 1);
    }

    /** Null when the notice's blob is read and stored. */
    void settled(Exception failure) {
        if (failure != null) {
            synchronized (failures) {
                failures.add(failure);
            }
        }
        if (left.decrementAndGet() == 0) {
            fail();
            callback.done(false);
        }
    }

    /** Whether the exchange is complete already. */
    boolean submitted() {
        if (left.decrementAndGet() > 0) {
            return false;
        }
        fail();
        callback.done(true);
        return true;
    }

    /** First what must stay in its queue: what may still be read must not be parked. */
    private void fail() {
        synchronized (failures) {
            if (failures.isEmpty()) {
                return;
            }
            Exception first = failures.stream().filter(NoticeResult::comesAgain).findFirst()
                    .orElse(failures.get(0));
            failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
            exchange.setException(first);
        }
    }

    private static boolean comesAgain(Exception failure) {
        return failure instanceof StoppedException || failure instanceof RejectedExecutionException;
    }
}
