package io.trailbridge.batch.camel;

import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.UnsettledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Completes an exchange when all of its entries are settled and the last of them has been handed over. It fails with
 * the first failure and the others suppressed; an {@link UnsettledException} comes before all others, since what may
 * still be delivered must not be parked. Entries may be settled on any thread, also before all are handed over.
 */
public final class ExchangeResult implements Settlement {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicInteger left;
    /** Guarded by itself. */
    private final List<Exception> failures = new ArrayList<>(0);

    /** @param entries how many there are; none completes the exchange once {@link #submitted} is called */
    public ExchangeResult(Exchange exchange, AsyncCallback callback, int entries) {
        this.exchange = exchange;
        this.callback = callback;
        // One more for the thread that hands over: until it is through, no other may complete the exchange.
        this.left = new AtomicInteger(entries + 1);
    }

    @Override
    public void settled(RuntimeException failure) {
        done(failure);
    }

    /** One entry is settled: null when it is done with. */
    public void done(Exception failure) {
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

    /** All entries are handed over. Returns whether the exchange is complete, as {@code AsyncProcessor} does. */
    public boolean submitted() {
        if (left.decrementAndGet() > 0) {
            return false;
        }
        fail();
        callback.done(true);
        return true;
    }

    private void fail() {
        synchronized (failures) {
            if (failures.isEmpty()) {
                return;
            }
            Exception first = failures.stream().filter(UnsettledException.class::isInstance).findFirst()
                    .orElse(failures.get(0));
            failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
            exchange.setException(first);
        }
    }
}
