package io.trailbridge.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives inputs to targets, by some threads, until there have been enough. A large input is alone, as memory for one is
 * what is promised. From time to time all threads pause for a look at the heap.
 */
final class Run {
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final int LARGE = 64 * 1024;
    /** Inputs before the first look at the heap. */
    private static final int WARM_UP = 2000;

    private final Inputs inputs;
    private final Map<Input.Kind, Target> targets;
    private final Tally tally;
    private final int threads;
    /** One for each thread: who has all of them is alone. */
    private final Semaphore places;
    private final AtomicLong next = new AtomicLong();

    Run(Inputs inputs, Map<Input.Kind, Target> targets, Tally tally, int threads) {
        this.inputs = inputs;
        this.targets = targets;
        this.tally = tally;
        this.threads = threads;
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
            worker.start();
            workers.add(worker);
        }
        HeapGrowth heap = new HeapGrowth();
        long looked = begun;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(100);
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

    private void work(long end, long begun, long nanos) {
        while (System.nanoTime() - begun < nanos) {
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
                targets.get(input.kind()).take(input, new Trial(input, tally));
            } catch (Throwable broken) {
                new Trial(input, tally).escaped("check", broken);
            } finally {
                places.release(held);
            }
            tally.tried();
        }
    }

    private void look(HeapGrowth heap) {
        if (tally.inputs() >= WARM_UP) {
            heap.look(used());
        }
    }

    /** Bytes, with no input under way. */
    private long used() {
        places.acquireUninterruptibly(threads);
        try {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        } finally {
            places.release(threads);
        }
    }
}
