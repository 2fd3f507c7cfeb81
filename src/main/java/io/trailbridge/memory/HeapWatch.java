package io.trailbridge.memory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Detects an exhausted heap before an allocation fails: the collectors take nearly all of the time and leave the old
 * generation nearly full. A process may stay in that state for hours without a single {@link OutOfMemoryError}.
 *
 * <p>One daemon thread checks each second and reports to {@link OutOfMemory}.
 */
public final class HeapWatch {
    private static final long INTERVAL_MILLIS = 1000;
    /** How long the state must last. A single collection that takes this long does not count. */
    private static final Duration PERIOD = Duration.ofSeconds(20);

    private static final double COLLECTING = 0.9;
    private static final double FULL = 0.95;

    /**
     * The JVM's report on its heap.
     *
     * @param collectingMillis the time that collections have taken so far
     * @param oldUsed the bytes of the old generation that the last collection left
     * @param oldMax the size of the old generation in bytes
     */
    record Reading(long nanos, long collectingMillis, long oldUsed, long oldMax) {}

    private final Supplier<Reading> heap;
    /** The readings of the last period, oldest first. */
    private final Deque<Reading> readings = new ArrayDeque<>();

    HeapWatch(Supplier<Reading> heap) {
        this.heap = heap;
    }

    /** Starts watching the heap of this process. */
    public static void start() {
        HeapWatch watch = new HeapWatch(HeapWatch::read);
        Thread thread = new Thread(watch::run, "heap-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                if (isUsedUp()) {
                    OutOfMemory.check(
                            new OutOfMemoryError("the heap is full, and garbage collection takes all the time"));
                }
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes a reading. Returns whether, for a whole period, collections that freed little took nearly all of the time.
     */
    boolean isUsedUp() {
        Reading now = heap.get();
        if (now.oldUsed < FULL * now.oldMax) {
            readings.clear();
            return false;
        }
        readings.addLast(now);
        Reading first = readings.getFirst();
        if (now.nanos - first.nanos < PERIOD.toNanos()) {
            return false;
        }
        readings.removeFirst();
        double millis = (now.nanos - first.nanos) / 1e6;
        return now.collectingMillis - first.collectingMillis >= COLLECTING * millis;
    }

    private static Reading read() {
        long collecting = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        // Among the pools of the heap only the old generation has a usage threshold.
        List<MemoryUsage> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null && usage.getMax() > 0)
                .toList();
        return new Reading(
                System.nanoTime(),
                collecting,
                old.stream().mapToLong(MemoryUsage::getUsed).sum(),
                Math.max(1, old.stream().mapToLong(MemoryUsage::getMax).sum()));
    }
}
