package io.trailbridge.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives inputs to targets, by some threads, until there have been enough. A large input is alone, as memory for one is
 * what is promised. From time to time all threads pause for a look at the heap. An input that does not come to an end
 * ends the run.
 */
final class Run {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final int LARGE = 64 * 1024;
    /** CPU of a thread for one input, after which its end is not waited for. */
    private static final long HANGS_AFTER = TimeUnit.SECONDS.toNanos(30);
    /** Inputs before the first look at the heap. */
    private static final int WARM_UP = 2000;

    private final Inputs inputs;
    private final Map<Input.Kind, Target> targets;
    private final Tally tally;
    private final int threads;
    private final long hangsAfter;
    /** One for each thread: who has all of them is alone. */
    private final Semaphore places;

    private final AtomicLong next = new AtomicLong();
    /** What each thread is at, by its id. */
    private final Map<Long, Started> started = new ConcurrentHashMap<>();

    private volatile boolean hangs;

    /** An input that was given, and the CPU that its thread had taken by then. */
    private record Started(Input input, long nanos) {}

    Run(Inputs inputs, Map<Input.Kind, Target> targets, Tally tally, int threads) {
        this(inputs, targets, tally, threads, HANGS_AFTER);
    }

    /** @param hangsAfter nanoseconds of CPU after which an input counts as without end */
    Run(Inputs inputs, Map<Input.Kind, Target> targets, Tally tally, int threads, long hangsAfter) {
        this.inputs = inputs;
        this.targets = targets;
        this.tally = tally;
        this.threads = threads;
        this.hangsAfter = hangsAfter;
        this.places = new Semaphore(threads, true);
    }

    /**
     * @param end the number of the first input that is not given any more
     * @param nanos after which no more is given
     */
    HeapGrowth run(long first, long end, long nanos) throws InterruptedException {
        next.set(first);
        long begun = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> work(end, begun, nanos), "fuzz-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        HeapGrowth heap = new HeapGrowth();
        long looked = begun;
        for (Thread worker : workers) {
            while (worker.isAlive() && !hangs) {
                worker.join(100);
                workers.forEach(this::watch);
                if (System.nanoTime() - looked > LOOK_EVERY) {
                    look(heap);
                    looked = System.nanoTime();
                    System.out.println(TimeUnit.NANOSECONDS.toSeconds(looked - begun) + " s: " + tally.inputs()
                            + " inputs, " + heap);
                }
            }
        }
        look(heap);
        return heap;
    }

    private void watch(Thread worker) {
        Started at = started.get(worker.getId());
        long nanos = THREADS.getThreadCpuTime(worker.getId());
        if (!hangs && at != null && nanos - at.nanos > hangsAfter) {
            hangs = true;
            Exception place = new Exception("it is here:");
            place.setStackTrace(worker.getStackTrace());
            tally.violation(
                    "hangs",
                    "no end after " + TimeUnit.NANOSECONDS.toSeconds(hangsAfter) + " s of CPU",
                    place,
                    at.input);
        }
    }

    private void work(long end, long begun, long nanos) {
        while (System.nanoTime() - begun < nanos && !hangs) {
            long number = next.getAndIncrement();
            if (number >= end) {
                return;
            }
            int held = 1;
            places.acquireUninterruptibly();
            Input input = inputs.at(number);
            try {
                if (input.bytes().length > LARGE) {
                    places.release();
                    held = threads;
                    places.acquireUninterruptibly(held);
                }
                started.put(Thread.currentThread().getId(), new Started(input, THREADS.getCurrentThreadCpuTime()));
                targets.get(input.kind()).take(input, new Trial(input, tally));
            } catch (Throwable broken) {
                new Trial(input, tally).escaped("check", broken);
            } finally {
                started.remove(Thread.currentThread().getId());
                places.release(held);
            }
            tally.tried();
        }
    }

    /** With no input in progress; not while one of them may hang. */
    private void look(HeapGrowth heap) throws InterruptedException {
        if (tally.inputs() < WARM_UP || !places.tryAcquire(threads, 1, TimeUnit.SECONDS)) {
            return;
        }
        try {
            System.gc();
            heap.look(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        } finally {
            places.release(threads);
        }
    }
}
