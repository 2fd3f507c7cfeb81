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
 * Finds a heap that is used up before an allocation fails: the collectors take nearly all of the time and leave the old
 * generation nearly full. A process in that state may go on so for hours without a single {@link OutOfMemoryError}.
 *
 * <p>One daemon thread looks each second, and reports to {@link OutOfMemory}.
 */
public final class HeapWatch {
    private static final long INTERVAL_MILLIS = 1000;
    /** So long it must last. A collection that takes this long by itself is no reason. */
    private static final Duration PERIOD = Duration.ofSeconds(20);
    private static final double COLLECTING = 0.9;
    private static final double FULL = 0.95;

    /**
     * What the Java machine says of its heap.
     *
     * @param collectingMillis time that collections have taken so far
     * @param oldUsed bytes of the old generation that the last collection left
     * @param oldMax its size
     */
    record Reading(long nanos, long collectingMillis, long oldUsed, long oldMax) {}

    private final Supplier<Reading> heap;
    /** Of the last period, oldest first. */
    private final Deque<Reading> readings = new ArrayDeque<>();

    HeapWatch(Supplier<Reading> heap) {
        this.heap = heap;
    }

    /** Watches the heap of this process from now on. */
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

    /** Looks once; whether for a whole period there was hardly time for anything but collections that freed little. */
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
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
        // Of the pools of the heap only the old generation has a usage threshold.
        List<MemoryUsage> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null && usage.getMax() > 0).toList();
        return new Reading(System.nanoTime(), collecting, old.stream().mapToLong(MemoryUsage::getUsed).sum(),
                Math.max(1, old.stream().mapToLong(MemoryUsage::getMax).sum()));
    }
}
