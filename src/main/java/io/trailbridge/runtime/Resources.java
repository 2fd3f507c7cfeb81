package io.trailbridge.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be closed in the end, the last that was made first. One that fails holds up no other. For one thread at a
 * time.
 */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    /** Takes on the closing of what was just made, and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        made.push(resource);
        return resource;
    }

    /** Closes each once; throws the first failure, with further ones suppressed, when all have been tried. */
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
