package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.flowlogs.format.BlobPosition;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records which chunks of one reading are stored, and so the position up to which everything is stored. Chunks are
 * stored in any order; progress is the mark of the last chunk before which none is missing. Thread-safe.
 */
final class ReadLedger {
    /** A chunk that was handed over; everything up to its mark is in it or in an earlier chunk. */
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

    @GuardedBy("this")
    private final Deque<Entry> open = new ArrayDeque<>();

    @GuardedBy("this")
    private BlobPosition safe;

    /** @param from where the reading begins */
    ReadLedger(BlobPosition from) {
        safe = from;
    }

    /** Opens a chunk; chunks must be opened in the order in which they were read. */
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

    /** Returns the position before which everything is stored. */
    synchronized BlobPosition safe() {
        return safe;
    }
}
