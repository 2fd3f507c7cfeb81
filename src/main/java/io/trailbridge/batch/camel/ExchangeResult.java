package io.trailbridge.batch.camel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.UnsettledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Completes an exchange when all of its entries are submitted and settled. The exchange fails with the first failure,
 * and the others are suppressed. An {@link UnsettledException} takes precedence over all others, because an entry that
 * may still be delivered must not be parked. Entries may be settled on any thread, even before all are submitted.
 */
public final class ExchangeResult implements Settlement {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicInteger left;
    /** The failures of entries. */
    @GuardedBy("itself")
    private final List<Exception> failures = new ArrayList<>(0);

    /** @param entries number of entries; with zero entries, {@link #submitted} completes the exchange */
    public ExchangeResult(Exchange exchange, AsyncCallback callback, int entries) {
        this.exchange = exchange;
        this.callback = callback;
        // One more for the submitting thread: no other thread may complete the exchange before it has finished.
        this.left = new AtomicInteger(entries + 1);
    }

    @Override
    public void settled(RuntimeException failure) {
        done(failure);
    }

    /**
     * Records that one entry is settled.
     *
     * @param failure null when the entry is done
     */
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

    /**
     * Records that all entries are submitted. Returns whether the exchange is complete, as {@code AsyncProcessor} does.
     */
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
            Exception first = failures.stream()
                    .filter(UnsettledException.class::isInstance)
                    .findFirst()
                    .orElse(failures.get(0));
            failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
            exchange.setException(first);
        }
    }
}
