package io.trailbridge.flowlogs;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What keeps blobs from being read, by the thing that fails: a storage account, the table with the progress. A thing
 * fails as long as one of its blobs does, and since the first of them did. Thread-safe.
 */
final class ReadingFaults implements AutoCloseable {
    private static final int MOST = 1000;

    private final Faults faults;
    private final Duration downAfter;
    private final Runnable began;
    private final Map<String, Failing> things = new HashMap<>();
    private boolean closed;

    /** One thing; since when each of its blobs has failed, in that order. */
    private record Failing(FaultSignal signal, Map<BlobReference, Long> blobs) {}

    /**
     * @param downAfter how long one may fail before health is down
     * @param began called whenever a thing begins to fail, without a lock
     */
    ReadingFaults(Faults faults, Duration downAfter, Runnable began) {
        this.faults = faults;
        this.downAfter = downAfter;
        this.began = began;
    }

    /** How log and health name a storage account. */
    static String account(String name) {
        return "storage account " + name;
    }

    /** A blob fails because of this thing, now or again. */
    void failed(String at, BlobReference blob, CallFailure meaning) {
        boolean first;
        synchronized (this) {
            if (closed) {
                return;
            }
            Failing failing = things.computeIfAbsent(at,
                    name -> new Failing(faults.signal(name, downAfter), new LinkedHashMap<>()));
            first = failing.blobs.isEmpty();
            if (first && things.size() > MOST) {
                forgetTheOthers(failing);
            }
            failing.blobs.putIfAbsent(blob, faults.nanos());
            failing.signal.raise(meaning.fault(), meaning.code() + ": " + meaning.message() + " (blobs that wait: "
                    + failing.blobs.size() + ", one is " + blob.name() + ")", meaning.remedy(),
                    failing.blobs.values().iterator().next());
        }
        if (first) {
            began.run();
        }
    }

    /** Notices name accounts as they like. */
    private void forgetTheOthers(Failing begins) {
        things.values().removeIf(thing -> {
            boolean over = thing != begins && thing.blobs.isEmpty();
            if (over) {
                thing.signal.close();
            }
            return over;
        });
    }

    /** This thing does not hold the blob up any more. */
    synchronized void recovered(String at, BlobReference blob) {
        Failing failing = things.get(at);
        if (failing != null && failing.blobs.remove(blob) != null && failing.blobs.isEmpty()) {
            failing.signal.clear();
        }
    }

    /** Nothing holds the blob up any more. */
    synchronized void recovered(BlobReference blob) {
        things.keySet().forEach(at -> recovered(at, blob));
    }

    synchronized boolean isFailing(String at) {
        Failing failing = things.get(at);
        return failing != null && !failing.blobs.isEmpty();
    }

    /** Nothing is read any more: nothing is said to fail, now or later. */
    @Override
    public synchronized void close() {
        closed = true;
        things.values().forEach(failing -> failing.signal.close());
        things.clear();
    }
}
