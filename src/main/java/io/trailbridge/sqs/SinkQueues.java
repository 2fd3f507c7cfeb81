package io.trailbridge.sqs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues of all enabled sinks, by name. Immutable. */
public final class SinkQueues {
    private final Map<String, SinkQueue> byName = new LinkedHashMap<>();

    public SinkQueues(List<SinkQueue> queues) {
        for (SinkQueue queue : queues) {
            if (byName.put(queue.name(), queue) != null) {
                throw new IllegalArgumentException("two queues for one sink: " + queue.name());
            }
        }
    }

    public List<SinkQueue> all() {
        return new ArrayList<>(byName.values());
    }

    /**
     * Returns the queue of a sink.
     *
     * @throws IllegalArgumentException when no queue is configured for it
     */
    public SinkQueue queue(String name) {
        SinkQueue queue = byName.get(name);
        if (queue == null) {
            throw new IllegalArgumentException("no queue is configured for sink \"" + name + "\"; configured are "
                    + byName.keySet() + ": set its queue, or send to one of these");
        }
        return queue;
    }
}
