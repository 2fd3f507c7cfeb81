package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The failures that keep blobs from being read, by the component that fails: a storage account, or the table with the
 * progress. A component is failing as long as one of its blobs fails, and since the first of them failed. Thread-safe.
 */
final class ReadingFaults implements AutoCloseable {
    private static final int MOST = 1000;

    private final Faults faults;
    private final Duration downAfter;
    private final Runnable began;

    @GuardedBy("this")
    private final Map<String, Failing> components = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /** A component, with the time since when each of its blobs has been failing, in that order. */
    private record Failing(FaultSignal signal, Map<BlobReference, Long> blobs) {}

    /**
     * @param downAfter how long a component may fail before health is down
     * @param began called without a lock whenever a component begins to fail
     */
    ReadingFaults(Faults faults, Duration downAfter, Runnable began) {
        this.faults = faults;
        this.downAfter = downAfter;
        this.began = began;
    }

    /** Returns the name of a storage account in log and health. */
    static String account(String name) {
        return "storage account " + name;
    }

    /** Records that a blob fails because of this component, for the first time or again. */
    void failed(String at, BlobReference blob, CallFailure meaning) {
        boolean first;
        synchronized (this) {
            if (closed) {
                return;
            }
            Failing failing = components.computeIfAbsent(
                    at, name -> new Failing(faults.signal(name, downAfter), new LinkedHashMap<>()));
            first = failing.blobs.isEmpty();
            if (first && components.size() > MOST) {
                forgetTheOthers(failing);
            }
            failing.blobs.putIfAbsent(blob, faults.nanos());
            failing.signal.raise(
                    meaning.fault(),
                    meaning.code() + ": " + meaning.message() + " (blobs that wait: " + failing.blobs.size()
                            + ", one is " + blob.name() + ")",
                    meaning.remedy(),
                    failing.blobs.values().iterator().next());
        }
        if (first) {
            began.run();
        }
    }

    /** Removes all other components that are not failing, because notices may name arbitrary accounts. */
    @GuardedBy("this")
    private void forgetTheOthers(Failing begins) {
        components.values().removeIf(component -> {
            boolean over = component != begins && component.blobs.isEmpty();
            if (over) {
                component.signal.close();
            }
            return over;
        });
    }

    /** Records that this component no longer holds up the blob. */
    synchronized void recovered(String at, BlobReference blob) {
        Failing failing = components.get(at);
        if (failing != null && failing.blobs.remove(blob) != null && failing.blobs.isEmpty()) {
            failing.signal.clear();
        }
    }

    /** Records that nothing holds up the blob any more. */
    synchronized void recovered(BlobReference blob) {
        components.keySet().forEach(at -> recovered(at, blob));
    }

    synchronized boolean isFailing(String at) {
        Failing failing = components.get(at);
        return failing != null && !failing.blobs.isEmpty();
    }

    /** Stops reporting failures, now and later, because nothing is read any more. */
    @Override
    public synchronized void close() {
        closed = true;
        components.values().forEach(failing -> failing.signal.close());
        components.clear();
    }
}
