package io.trailbridge.transform;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The time that the mapping of one event may take. A mapping asks at each function of ours that it calls and at each
 * object and list that it makes a field of, which a mapping that goes through much data does all the time.
 *
 * <p>An event must not be refused because the machine stood still or is busy with something else: once the limit has
 * passed by the clock, the thread has the same time again, now of the CPU. One of them a thread; nothing is asked while
 * no event is mapped.
 */
final class TimeLimit {
    /** Common events take less than a millisecond, the worst ones that are known less than a second. */
    static final Duration OF_AN_EVENT = Duration.ofSeconds(5);

    /** The clock is looked at each so many times. */
    private static final int ASKED = 32;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<TimeLimit> OF_THREAD = ThreadLocal.withInitial(TimeLimit::new);

    private long limit;
    private long deadline;
    private long cpuDeadline;
    private boolean running;
    private int asked;

    /** The mapping of the event takes longer than it may. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(Duration limit) {
            super("the mapping takes longer than " + limit.toMillis() + " ms of CPU: if it is your own, let it go"
                    + " through the event once", null, false, false);
        }
    }

    private TimeLimit() {}

    static TimeLimit ofThread() {
        return OF_THREAD.get();
    }

    /** @throws Exceeded when this thread maps an event, and has done so for too long */
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
