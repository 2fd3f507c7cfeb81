package io.trailbridge.batch;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a batcher must know of its entries.
 *
 * @param bytes an entry's share of a call, in bytes as the service counts them
 * @param key entries with equal keys never share a call; a null key shares with all
 * @param lane entries with different lanes never share a call; each lane fills and becomes due by itself; never null
 * @param together whether entries that failed together are tried again together and with nobody else, so that a call
 *     of which nobody knows whether it succeeded is repeated as it was
 */
public record EntryShape<E>(
        ToLongFunction<E> bytes, Function<E, Object> key, Function<E, Object> lane, boolean together) {
    private static final Object ONE_LANE = "";

    public EntryShape {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(lane, "lane");
    }

    /** Entries that may all share a call unless their keys are equal. */
    public EntryShape(ToLongFunction<E> bytes, Function<E, Object> key) {
        this(bytes, key, entry -> ONE_LANE, false);
    }

    /** Entries that may all share a call. */
    public static <E> EntryShape<E> sized(ToLongFunction<E> bytes) {
        return new EntryShape<>(bytes, entry -> null);
    }

    /** The same entries, of which only those of one lane share a call. */
    public EntryShape<E> inLanes(Function<E, Object> lanes) {
        return new EntryShape<>(bytes, key, lanes, together);
    }

    /** The same entries, which stay together when their call fails. */
    public EntryShape<E> triedTogether() {
        return new EntryShape<>(bytes, key, lane, true);
    }
}
