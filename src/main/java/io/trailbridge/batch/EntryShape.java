package io.trailbridge.batch;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a batcher must know of its entries.
 *
 * @param bytes an entry's share of a call, in bytes as the service counts them
 * @param key entries with equal keys never share a call; a null key shares with all
 */
public record EntryShape<E>(ToLongFunction<E> bytes, Function<E, Object> key) {
    public EntryShape {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(key, "key");
    }

    /** Entries that may all share a call. */
    public static <E> EntryShape<E> sized(ToLongFunction<E> bytes) {
        return new EntryShape<>(bytes, entry -> null);
    }
}
