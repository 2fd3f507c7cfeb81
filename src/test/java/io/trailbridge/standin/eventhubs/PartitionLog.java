package io.trailbridge.standin.eventhubs;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One partition's events in order. Every method may be called by any thread. */
final class PartitionLog {

    /** What an event takes in the partition beside its bytes; it also keeps offsets of empty events apart. */
    private static final int OVERHEAD = 40;

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final Clock clock;
    private final List<LoggedEvent> events = new ArrayList<>();
    /** The sequence number of events.get(0), or of the next event when there is none. */
    private long begin;

    private long nextPosition;
    private LoggedEvent last;
    /** One above the last sequence number; read without the lock by the loop that looks for work. */
    private volatile long end;

    PartitionLog(Clock clock) {
        this.clock = clock;
    }

    synchronized LoggedEvent append(StoredMessage message) {
        long now = clock.millis();
        // Enqueued times never run backwards within a partition, whatever the clock does.
        long enqueued = last == null ? now : Math.max(now, last.enqueuedMillis());
        last = new LoggedEvent(end, nextPosition, enqueued, message);
        nextPosition += message.length() + OVERHEAD;
        events.add(last);
        end++;
        return last;
    }

    /** Up to max events from this sequence number on. */
    synchronized List<LoggedEvent> read(long fromSequence, int max) {
        int from = (int) (Math.max(fromSequence, begin) - begin);
        if (from >= events.size()) {
            return List.of();
        }
        return List.copyOf(events.subList(from, (int) Math.min(events.size(), (long) from + max)));
    }

    synchronized PartitionState state() {
        if (last == null) {
            return new PartitionState(0, -1, "-1", NEVER, true);
        }
        return new PartitionState(begin, last.sequenceNumber(), last.offset(), last.enqueuedTime(), events.isEmpty());
    }

    /** Forgets the events below this sequence number, as retention does. */
    synchronized void dropBefore(long sequenceNumber) {
        int count = (int) Math.max(0, Math.min(events.size(), sequenceNumber - begin));
        events.subList(0, count).clear();
        begin += count;
    }

    /** The first sequence number whose byte position is at or, when exclusive, after this one. */
    synchronized long sequenceAtPosition(long position, boolean inclusive) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long at = events.get(middle).position();
            if (at < position || (at == position && !inclusive)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return begin + low;
    }

    /** The first sequence number enqueued at or, when exclusive, after this time. */
    synchronized long sequenceAtTime(long millis, boolean inclusive) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long at = events.get(middle).enqueuedMillis();
            if (at < millis || (at == millis && !inclusive)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return begin + low;
    }

    long end() {
        return end;
    }
}
