package io.trailbridge.sandbox;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import io.trailbridge.standin.samples.SampleEvents;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes sample events number 0, 1, 2, ... to a hub, in batches, on a separate thread. */
public final class Publisher implements AutoCloseable {
    private static final int BATCH = 100;

    private final EventHubProducerClient client;
    private final AtomicLong published = new AtomicLong();
    private volatile boolean stopped;
    private volatile RuntimeException failure;
    private Thread thread;

    public Publisher(String connectionString) {
        client = new EventHubClientBuilder().connectionString(connectionString).buildProducerClient();
    }

    /**
     * Starts publishing.
     *
     * @param events how many
     * @param rate events a second at the most
     */
    public void start(long events, int rate) {
        thread = new Thread(() -> publish(events, rate), "publisher");
        thread.setDaemon(true);
        thread.start();
    }

    /** Events that the hub has accepted. */
    public long published() {
        if (failure != null) {
            throw failure;
        }
        return published.get();
    }

    private void publish(long events, int rate) {
        long start = System.nanoTime();
        try {
            for (long next = 0; next < events && !stopped; ) {
                int size = (int) Math.min(Math.min(BATCH, Math.max(1, rate / 10)), events - next);
                next += send(next, size);
                published.set(next);
                long due = start + (rate == Integer.MAX_VALUE ? 0 : TimeUnit.SECONDS.toNanos(next) / rate);
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            failure = failed;
        }
    }

    /** Sends up to {@code size} events from number {@code first} on and returns how many fitted. */
    private int send(long first, int size) {
        EventDataBatch batch = client.createBatch();
        int added = 0;
        while (added < size && batch.tryAdd(new EventData(SampleEvents.at(first + added)))) {
            added++;
        }
        if (added == 0) {
            throw new IllegalStateException("sample event " + first + " does not fit a batch");
        }
        client.send(batch);
        return added;
    }

    /** Stops publishing and waits for the batch in progress. */
    @Override
    public void close() {
        stopped = true;
        try {
            if (thread != null) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
