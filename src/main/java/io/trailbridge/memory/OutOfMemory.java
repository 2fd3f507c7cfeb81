package io.trailbridge.memory;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Handles the first {@link OutOfMemoryError} of the process, on whichever thread it occurs. After one, nothing is
 * reliable: libraries end threads, pools and connections because of it and continue without them. So the process ends
 * at once; what was not delivered is delivered again after the next start.
 *
 * <p>Libraries catch what they can, so every place that sees their failures passes them to {@link #check}. That does
 * nothing until {@link #endsTheProcess} is called, which only the owner of the process should do.
 */
public final class OutOfMemory {
    /** The exit code of a process that ended this way. */
    public static final int EXIT_CODE = 70;

    private static final int DEEPEST_CAUSE = 20;
    private static final String END = ": out of memory, exit code " + EXIT_CODE + "; what was in flight is delivered"
            + " again after the next start. Give more heap (-Xmx), or lower trailbridge.memory.inFlight";
    /** The fallback line, built before memory runs out. */
    private static final byte[] LINE = ("trailbridge: no memory" + END + "\n").getBytes(StandardCharsets.UTF_8);

    private static volatile Consumer<OutOfMemoryError> end = error -> {};

    private OutOfMemory() {}

    /**
     * Makes an error that is found end the process from now on, with {@link #EXIT_CODE} and one line on standard error.
     */
    public static void endsTheProcess() {
        end = OutOfMemory::halt;
    }

    /** Sets what is done with an error that is found, for tests. */
    static void onFound(Consumer<OutOfMemoryError> action) {
        end = action;
    }

    /** Looks for the error in a failure and its causes; null is no failure. Allocates nothing. */
    public static void check(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError error) {
                end.accept(error);
                return;
            }
            cause = cause.getCause();
        }
    }

    private static void halt(OutOfMemoryError error) {
        try (FileOutputStream standardError = new FileOutputStream(FileDescriptor.err)) {
            standardError.write(line(error));
        } catch (IOException closed) {
            // The line cannot be shown to anybody: the exit code reports the error.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static byte[] line(OutOfMemoryError error) {
        try {
            return ("trailbridge: " + error.getMessage() + END + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (OutOfMemoryError again) {
            return LINE;
        }
    }
}
