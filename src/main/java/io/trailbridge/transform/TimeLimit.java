package io.trailbridge.transform;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Limits the time that the mapping of one event may take. It is checked at each call of one of our functions and at
 * each object and array that a mapping assigns to a field; a mapping that processes much data does this continually.
 *
 * <p>An event must not be refused because the machine was suspended or is busy with something else. Once the limit has
 * passed in wall-clock time, the thread gets the same time again, now measured as CPU time. There is one instance per
 * thread; checks have no effect while no event is mapped.
 */
final class TimeLimit {
    /** Common events take less than a millisecond, the worst known ones less than a second. */
    static final Duration OF_AN_EVENT = Duration.ofSeconds(5);

    /** The clock is read on every such number of checks. */
    private static final int ASKED = 32;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<TimeLimit> OF_THREAD = ThreadLocal.withInitial(TimeLimit::new);

    private long limit;
    private long deadline;
    private long cpuDeadline;
    private boolean running;
    private int asked;

    /** Thrown if the mapping of an event takes longer than allowed. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(Duration limit) {
            super(
                    "the mapping takes longer than " + limit.toMillis() + " ms of CPU: if it is your own, let it go"
                            + " through the event once",
                    null,
                    false,
                    false);
        }
    }

    private TimeLimit() {}

    static TimeLimit ofThread() {
        return OF_THREAD.get();
    }

    /** @throws Exceeded if this thread is mapping an event and has taken too long */
    static void check() {
        TimeLimit current = OF_THREAD.get();
        if (current.running && ++current.asked % ASKED == 0) {
            current.look();
        }
    }

    void begin(Duration most) {
        limit = most.toNanos();
        deadline = System.nanoTime() + limit;
        cpuDeadline = 0;
        running = true;
    }

    void end() {
        running = false;
    }

    private void look() {
        if (System.nanoTime() - deadline < 0) {
            return;
        }
        long used = CPU.getCurrentThreadCpuTime();
        if (cpuDeadline == 0) {
            cpuDeadline = used + limit;
        } else if (used >= cpuDeadline) {
            throw new Exceeded(Duration.ofNanos(limit));
        }
    }
}
