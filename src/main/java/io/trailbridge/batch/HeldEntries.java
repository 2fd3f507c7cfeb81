package io.trailbridge.batch;

import io.trailbridge.memory.InFlightBytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries that a batcher holds, and whether there is a place for another: by number and bytes, by the bytes that
 * all batchers may hold together, and by the share that failing destinations may take. Guarded by the batcher's lock,
 * except for {@link #notifyWaiting} and {@link #close}, which must be called without it.
 */
final class HeldEntries<E> {
    private final BatchLimits limits;
    private final Destinations destinations;
    private final InFlightBytes.Account memory;
    /** Held entries in the order in which they arrived. */
    private final Set<Pending<E>> held = new LinkedHashSet<>();

    private long bytes;

    /** @param roomMade called when other batchers have released bytes that this batcher may wait for */
    HeldEntries(BatchLimits limits, Destinations destinations, Runnable roomMade) {
        this.limits = limits;
        this.destinations = destinations;
        memory = limits.memory().open(roomMade);
    }

    /**
     * Takes a place, if there is one, for an entry that is then added.
     *
     * @param settling the batcher whose settlement submits on this thread, or null. Its own settlements take any number
     *     of places, those of another batcher up to twice the places, so that results cannot be locked out by the
     *     entries that they lead to
     */
    boolean take(Batcher<E> own, Batcher<?> settling, Destination destination, long entryBytes, long now) {
        if (settling == own) {
            memory.hold(entryBytes);
            return true;
        }
        if (destinations.hasShare(destination, now)) {
            return false;
        }
        int share = settling == null ? 1 : 2;
        boolean place = held.size() < (long) share * limits.maxInFlight()
                && (held.isEmpty() || bytes + entryBytes <= share * limits.maxBytesInFlight());
        if (place && settling != null) {
            memory.hold(entryBytes);
            return true;
        }
        return place && memory.tryHold(entryBytes);
    }

    void add(Pending<E> pending) {
        held.add(pending);
        bytes += pending.bytes;
        pending.destination.holds(pending);
    }

    /** Releases the entry's place; returns false when it is no longer held. */
    boolean giveBack(Pending<E> pending) {
        if (!held.remove(pending)) {
            return false;
        }
        bytes -= pending.bytes;
        pending.destination.holdsNoLonger(pending);
        memory.release(pending.bytes);
        return true;
    }

    boolean holds(Pending<E> pending) {
        return held.contains(pending);
    }

    List<Pending<E>> all() {
        return List.copyOf(held);
    }

    /** Returns the entries that wait for failing destinations beyond their share. */
    Set<Pending<E>> beyondShare(long now) {
        return destinations.beyondShare(held, now);
    }

    int size() {
        return held.size();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Notifies other batchers of the released bytes. */
    void notifyWaiting() {
        memory.notifyWaiting();
    }

    void close() {
        memory.close();
    }
}
