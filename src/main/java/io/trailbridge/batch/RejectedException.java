package io.trailbridge.batch;

import java.util.ArrayList;
import java.util.List;

/** A permanent failure: this target can never accept the entry. Retrying is useless; the entry must be parked. */
public class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String target;

    /**
     * @param code the service's error code, or this project's code where an entry is refused before it is sent
     * @param message the cause
     * @param target the name of the target that refused it: a sink, a queue, a channel
     */
    public RejectedException(String code, String message, String target) {
        super(target + " rejected the entry: " + code + ": " + message);
        this.code = code;
        this.target = target;
    }

    public final String code() {
        return code;
    }

    public final String target() {
        return target;
    }

    /**
     * Returns all rejections in the exception of a failed exchange: the exception itself and its suppressed exceptions.
     */
    public static List<RejectedException> in(Throwable failure) {
        List<RejectedException> found = new ArrayList<>();
        if (failure instanceof RejectedException rejected) {
            found.add(rejected);
        }
        for (Throwable other : failure.getSuppressed()) {
            found.addAll(in(other));
        }
        return found;
    }
}
