package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tracks which events of one claim of one partition are settled. Events are opened in order and settled in any order.
 * The {@link #watermark} is the last event of the contiguous settled prefix, so it never passes an unsettled event and
 * never goes back.
 *
 * <p>The window counts from the last checkpoint that was written, not from the watermark: after a crash at most
 * {@code maxInFlight} events of the partition are delivered again, however long the checkpoint could not be written.
 * Memory is proportional to the events after the watermark.
 *
 * <p>Threads: the partition's receiving thread opens events and is blocked while the window is full or the ledger is
 * paused; any thread settles them. {@link #close} releases the receiving thread and ends the claim: events that settle
 * later are ignored, and the watermark no longer moves.
 */
final class PartitionLedger {
    /** The result of opening an event. */
    enum Opening {
        OPENED,
        REPEATED,
        CLOSED
    }

    private static final class Slot {
        final long sequence;
        final String offset;
        final Instant enqueuedTime;
        final long openedNanos;
        boolean settled;

        Slot(long sequence, String offset, Instant enqueuedTime, long openedNanos) {
            this.sequence = sequence;
            this.offset = offset;
            this.enqueuedTime = enqueuedTime;
            this.openedNanos = openedNanos;
        }
    }

    /** The oldest event that is not settled. */
    record Oldest(long sequence, Instant enqueuedTime, long openedNanos) {}

    private final int maxInFlight;
    private final LongSupplier nanoTime;
    /** The events after the watermark; the first one is unsettled, or there is none. */
    @GuardedBy("this")
    private final Deque<Slot> afterWatermark = new ArrayDeque<>();

    @GuardedBy("this")
    private final Map<Long, Slot> unsettled = new HashMap<>();

    @GuardedBy("this")
    private long lastOpened = Long.MIN_VALUE;

    @GuardedBy("this")
    private long opened;

    @GuardedBy("this")
    private long checkpointed;

    @GuardedBy("this")
    private Watermark watermark;

    @GuardedBy("this")
    private boolean paused;

    @GuardedBy("this")
    private boolean closed;

    PartitionLedger(int maxInFlight, LongSupplier nanoTime) {
        this.maxInFlight = maxInFlight;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the next event into the window and waits for room.
     *
     * @return {@code REPEATED} for a sequence number that this claim has already had, which a receiver that reconnects
     *         may deliver; {@code CLOSED} when the claim has ended and the event must not be dispatched
     */
    synchronized Opening open(long sequence, String offset, Instant enqueuedTime) throws InterruptedException {
        while (!closed && (paused || opened - checkpointed >= maxInFlight)) {
            wait();
        }
        if (closed) {
            return Opening.CLOSED;
        }
        if (sequence <= lastOpened) {
            return Opening.REPEATED;
        }
        Slot slot = new Slot(sequence, offset, enqueuedTime, nanoTime.getAsLong());
        lastOpened = sequence;
        opened++;
        afterWatermark.addLast(slot);
        unsettled.put(sequence, slot);
        return Opening.OPENED;
    }

    /**
     * Marks an event as settled. Returns whether the watermark moved. Unknown and already settled events have no
     * effect.
     */
    synchronized boolean settle(long sequence) {
        if (closed) {
            return false;
        }
        Slot slot = unsettled.remove(sequence);
        if (slot == null) {
            return false;
        }
        slot.settled = true;
        Slot last = null;
        while (!afterWatermark.isEmpty() && afterWatermark.peekFirst().settled) {
            last = afterWatermark.removeFirst();
        }
        if (last == null) {
            return false;
        }
        watermark = new Watermark(opened - afterWatermark.size(), last.sequence, last.offset, last.enqueuedTime);
        return true;
    }

    /** Called when the watermark was written as a checkpoint: its events leave the window. */
    synchronized void checkpointed(Watermark written) {
        checkpointed = Math.max(checkpointed, written.ordinal());
        notifyAll();
    }

    /** Returns the last event of the settled prefix, or {@code null} while the first event is unsettled. */
    synchronized Watermark watermark() {
        return watermark;
    }

    /** Returns the highest sequence number that was opened; {@link Long#MIN_VALUE} before the first. */
    synchronized long lastOpened() {
        return lastOpened;
    }

    /** Returns how many events are opened and not settled. */
    synchronized int inFlight() {
        return unsettled.size();
    }

    /** Returns how many events would be delivered again if the process died now. */
    synchronized long sinceCheckpoint() {
        return opened - checkpointed;
    }

    /** Returns the oldest event that is not settled, or {@code null}. */
    synchronized Oldest oldestUnsettled() {
        Slot slot = afterWatermark.peekFirst();
        return slot == null ? null : new Oldest(slot.sequence, slot.enqueuedTime, slot.openedNanos);
    }

    /** Blocks {@link #open} until {@link #resume} or {@link #close}. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /** Ends the claim. Further calls have no effect. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
