package io.trailbridge.memory;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What happens at the first {@link OutOfMemoryError} of the process, whichever thread meets it. After one, nothing can
 * be relied on: libraries end threads, pools and connections by it and go on without them. So the process ends at once;
 * what was not delivered comes again after the next start.
 *
 * <p>Libraries catch what they can, so every place that sees their failures passes them to {@link #check}. That does
 * nothing until {@link #endsTheProcess} is called, which is for the owner of the process.
 */
public final class OutOfMemory {
    /** Of a process that ended so. */
    public static final int EXIT_CODE = 70;

    private static final int DEEPEST_CAUSE = 20;
    private static final String END = ": out of memory, exit code " + EXIT_CODE + "; what was not delivered comes again"
            + " after the next start. Give more heap (-Xmx), or lower trailbridge.memory.inFlight";
    /** Made before memory runs out. */
    private static final byte[] LINE = ("trailbridge: no memory" + END + "\n").getBytes(StandardCharsets.UTF_8);

    private static volatile Consumer<OutOfMemoryError> end = error -> { };

    private OutOfMemory() {}

    /** From now on an error that is found ends the process with {@link #EXIT_CODE} and one line on standard error. */
    public static void endsTheProcess() {
        end = OutOfMemory::halt;
    }

    /** For tests: what is done with an error that is found. */
    static void onFound(Consumer<OutOfMemoryError> action) {
        end = action;
    }

    /** Looks for the error in what failed and its causes; null is no failure. Allocates nothing. */
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
            // There is nobody to tell: the exit code says it.
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
