package io.trailbridge.flowlogs.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The start times of flows that have not ended, as far as one read has seen them, so that the duration is known when
 * they end. Holds a limited number of flows, with {@value #KEY} characters each on average; the oldest are removed
 * first. Not thread-safe.
 */
final class OpenFlows {
    private static final int KEY = 200;

    private final Map<String, Long> began = new LinkedHashMap<>();
    private final int limit;
    private long characters;

    OpenFlows(int limit) {
        this.limit = limit;
    }

    /** Records a tuple. Returns the duration of its flow in milliseconds when the flow ends here, else -1. */
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
