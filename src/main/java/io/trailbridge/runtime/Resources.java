package io.trailbridge.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resources that must be closed at the end, in reverse order of creation. A failure to close one does not prevent
 * closing the others. For one thread at a time.
 */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    /** Registers a resource that was just created, and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        made.push(resource);
        return resource;
    }

    /** Closes each resource once; when all have been tried, throws the first failure, with the others suppressed. */
    @Override
    public void close() {
        IllegalStateException failed = null;
        while (!made.isEmpty()) {
            AutoCloseable resource = made.pop();
            try {
                resource.close();
            } catch (Exception failure) {
                if (failed == null) {
                    failed = new IllegalStateException("not closed in order: " + failure, failure);
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
