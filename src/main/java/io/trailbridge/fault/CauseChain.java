package io.trailbridge.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A failure and its causes, outermost first. A chain may contain a cycle, so it is cut at a length that no chain
 * reaches.
 */
public final class CauseChain {
    private static final int LONGEST = 20;

    private CauseChain() {}

    /** Returns the failure itself and its causes; empty for null. */
    public static List<Throwable> of(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < LONGEST; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** Returns the outermost failure of the type; null when there is none. */
    public static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        return of(failure).stream()
                .filter(type::isInstance)
                .findFirst()
                .map(type::cast)
                .orElse(null);
    }

    /** Returns the innermost failure; null for null. */
    public static Throwable root(Throwable failure) {
        List<Throwable> chain = of(failure);
        return chain.isEmpty() ? null : chain.get(chain.size() - 1);
    }
}
