package io.trailbridge.bench;

import io.trailbridge.standin.eventhubs.HubLog;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Puts numbered events into a hub, partition after partition, and knows which of them have arrived. */
final class Publisher {
    private final HubLog log;
    private final BenchEvent events;
    private final Arrivals arrivals = new Arrivals();
    private int next;
    private volatile long startedAt;

    /** @param first the number of the first event */
    Publisher(HubLog log, BenchEvent events, int first) {
        this.log = log;
        this.events = events;
        next = first;
    }

    /** Of the events that were published last. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** Puts so many events into the hub as fast as it goes; they are due now. */
    void atOnce(int count) {
        emptyHub();
        long[] due = new long[count];
        startedAt = System.nanoTime();
        Arrays.fill(due, startedAt);
        arrivals.expect(next, due);
        for (int i = 0; i < count; i++) {
            append();
        }
    }

    /** Publishes to a schedule and returns after its last event. An event is published when it is due, or late. */
    void atEvenRate(OpenLoopSchedule schedule) {
        emptyHub();
        long[] due = new long[schedule.events()];
        startedAt = System.nanoTime();
        Arrays.setAll(due, i -> startedAt + schedule.dueAt(i));
        arrivals.expect(next, due);
        for (long at : due) {
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            append();
        }
    }

    /** When the publishing of the latest events began, by {@link System#nanoTime}. */
    long startedAt() {
        return startedAt;
    }

    private void append() {
        log.append(next % log.partitions(), events.at(next), Map.of());
        next++;
    }

    /** Events that have been read are dropped, since their memory is needed for further ones. */
    private void emptyHub() {
        for (int partition = 0; partition < log.partitions(); partition++) {
            log.dropBefore(partition, log.lastSequence(partition) + 1);
        }
    }
}
