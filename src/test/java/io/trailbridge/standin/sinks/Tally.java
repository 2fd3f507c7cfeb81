package io.trailbridge.standin.sinks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What one sink must have got of the first so many messages, and what it has got. Each result of a message has a key of
 * its own; a message without a result must have been parked.
 */
public final class Tally {
    private final String sink;
    private final LongFunction<List<String>> expected;
    private final Supplier<Map<String, Integer>> received;
    private final LongSupplier parked;
    /** Keys of results that have not arrived yet. */
    private final Map<String, Long> missing = new HashMap<>();

    private long upTo;
    private long results;
    private long withoutResult;

    /**
     * @param expected the keys of the results of the n-th message; null when the sink has nothing to do with it
     * @param received how often the sink has accepted each key
     * @param parked messages in its dead-letter queue
     */
    public Tally(
            String sink,
            LongFunction<List<String>> expected,
            Supplier<Map<String, Integer>> received,
            LongSupplier parked) {
        this.sink = sink;
        this.expected = expected;
        this.received = received;
        this.parked = parked;
    }

    public String sink() {
        return sink;
    }

    /** Whether all that the first so many messages must become has arrived or is parked. */
    public boolean isComplete(long messages) {
        for (; upTo < messages; upTo++) {
            List<String> keys = expected.apply(upTo);
            if (keys == null) {
                continue;
            }
            for (String key : keys) {
                missing.put(key, upTo);
            }
            results += keys.size();
            withoutResult += keys.isEmpty() ? 1 : 0;
        }
        missing.keySet().removeAll(received.get().keySet());
        return lost() == 0 && parked() >= withoutResult;
    }

    public long expected() {
        return results;
    }

    /** Results that have arrived, each once. */
    public long delivered() {
        return results - missing.size();
    }

    public long duplicates() {
        return received.get().values().stream().mapToLong(times -> times - 1).sum();
    }

    /** Results of none of the messages. */
    public long foreign() {
        return received.get().size() - delivered();
    }

    public long parked() {
        return parked.getAsLong();
    }

    /** Messages that have no form in this sink, which must be parked. */
    public long withoutForm() {
        return withoutResult;
    }

    /** Messages of which a result is missing and which are not parked for it. */
    public long lost() {
        long incomplete = missing.values().stream().distinct().count();
        return Math.max(0, incomplete - Math.max(0, parked() - withoutResult));
    }

    public List<String> examples() {
        return missing.keySet().stream().sorted().limit(3).toList();
    }
}
