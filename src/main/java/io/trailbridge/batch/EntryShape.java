package io.trailbridge.batch;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The properties of entries that a batcher must know.
 *
 * @param bytes an entry's share of a call, in bytes as the service counts them
 * @param key entries with equal keys never share a call; an entry with a null key may share a call with any other
 * @param lane entries with different lanes never share a call; each lane fills and becomes due independently; never
 *     null
 * @param destination where the entries of a lane are sent; each destination fails and is slowed down independently, and
 *     leaves the others a share of the batcher's places; never null
 * @param together whether entries that failed together are retried together and with no others, so that a call with an
 *     unknown result is repeated unchanged
 */
public record EntryShape<E>(
        ToLongFunction<E> bytes,
        Function<E, Object> key,
        Function<E, Object> lane,
        Function<? super E, Object> destination,
        boolean together) {
    private static final Object ONE_LANE = "";
    private static final Function<Object, Object> ONE_DESTINATION = entry -> "";

    public EntryShape {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(destination, "destination");
    }

    /** Creates the shape of entries that may share a call unless their keys are equal. */
    public EntryShape(ToLongFunction<E> bytes, Function<E, Object> key) {
        this(bytes, key, entry -> ONE_LANE, ONE_DESTINATION, false);
    }

    /** Returns the shape of entries that may all share a call. */
    public static <E> EntryShape<E> sized(ToLongFunction<E> bytes) {
        return new EntryShape<>(bytes, entry -> null);
    }

    /** Returns the same shape, where only entries of the same lane share a call. */
    public EntryShape<E> inLanes(Function<E, Object> lanes) {
        return new EntryShape<>(bytes, key, lanes, destination, together);
    }

    /** Returns the same shape, with several destinations; all entries of one lane go to the same destination. */
    public EntryShape<E> sentTo(Function<E, Object> destinations) {
        return new EntryShape<>(bytes, key, lane, destinations, together);
    }

    boolean isForSeveral() {
        return destination != ONE_DESTINATION;
    }

    /** Returns the same shape, where entries stay together when their call fails. */
    public EntryShape<E> triedTogether() {
        return new EntryShape<>(bytes, key, lane, destination, true);
    }
}
