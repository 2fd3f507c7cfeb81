package io.trailbridge.flowlogs;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which chunks of one reading are stored, and so up to where everything is: they are stored in any order, and progress
 * is that of the last one before which none is missing. Thread-safe.
 */
final class ReadLedger {
    /** A chunk handed over; everything up to its mark is in it or in those before it. */
    static final class Entry {
        private final BlobPosition mark;
        private boolean stored;

        private Entry(BlobPosition mark) {
            this.mark = mark;
        }

        long position() {
            return mark.position();
        }
    }

    private final Deque<Entry> open = new ArrayDeque<>();
    private BlobPosition safe;

    /**
     * @param from where the reading begins
     */
    ReadLedger(BlobPosition from) {
        safe = from;
    }

    /** Chunks are opened in the order in which they were read. */
    synchronized Entry open(BlobPosition mark) {
        Entry entry = new Entry(mark);
        open.addLast(entry);
        return entry;
    }

    synchronized void stored(Entry entry) {
        entry.stored = true;
        while (!open.isEmpty() && open.getFirst().stored) {
            safe = open.removeFirst().mark;
        }
    }

    /** Everything before it is stored. */
    synchronized BlobPosition safe() {
        return safe;
    }
}
