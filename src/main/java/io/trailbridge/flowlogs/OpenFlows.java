package io.trailbridge.flowlogs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When flows began that have not ended, as far as one read has seen it, so that their end can tell how long they
 * lasted. Holds so many at most, and {@value #KEY} characters of each on average; the oldest are forgotten first. Not
 * thread-safe.
 */
final class OpenFlows {
    private static final int KEY = 200;

    private final Map<String, Long> began = new LinkedHashMap<>();
    private final int limit;
    private long characters;

    OpenFlows(int limit) {
        this.limit = limit;
    }

    /** Takes note of a tuple. Returns the milliseconds that its flow lasted when it ends here, else -1. */
    long note(FlowTuple tuple, String acl, String mac) {
        if (tuple.state() != 'B' && tuple.state() != 'E') {
            return FlowTuple.NONE;
        }
        String key = acl + '|' + mac + '|' + tuple.flow();
        if (tuple.state() == 'B') {
            characters += began.put(key, tuple.time()) == null ? key.length() : 0;
            while (began.size() > limit || characters > (long) limit * KEY) {
                var oldest = began.keySet().iterator();
                characters -= oldest.next().length();
                oldest.remove();
            }
            return FlowTuple.NONE;
        }
        Long start = began.remove(key);
        characters -= start == null ? 0 : key.length();
        return start == null || start > tuple.time() ? FlowTuple.NONE : tuple.time() - start;
    }
}
