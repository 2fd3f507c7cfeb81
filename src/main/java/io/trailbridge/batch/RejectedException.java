package io.trailbridge.batch;

import java.util.ArrayList;
import java.util.List;

/** This entry can never be accepted by this target: trying again is useless, park it. */
public class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String target;

    /**
     * @param code the service's error code, or this project's where an entry is refused before it is sent
     * @param message the cause
     * @param target what refused it: a sink's name, a queue, a channel
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

    /** All rejections that a failed exchange's exception stands for: itself and those suppressed by it. */
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
