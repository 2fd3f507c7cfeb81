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
 * @param destination what the entries of a lane are sent to; what goes to one destination fails and is slowed down by
 *     itself, and leaves the others a share of the batcher's places; never null
 * @param together whether entries that failed together are tried again together and with nobody else, so that a call
 *     of which nobody knows whether it succeeded is repeated as it was
 */
public record EntryShape<E>(
        ToLongFunction<E> bytes, Function<E, Object> key, Function<E, Object> lane,
        Function<? super E, Object> destination, boolean together) {
    private static final Object ONE_LANE = "";
    private static final Function<Object, Object> ONE_DESTINATION = entry -> "";

    public EntryShape {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(destination, "destination");
    }

    /** Entries that may all share a call unless their keys are equal. */
    public EntryShape(ToLongFunction<E> bytes, Function<E, Object> key) {
        this(bytes, key, entry -> ONE_LANE, ONE_DESTINATION, false);
    }

    /** Entries that may all share a call. */
    public static <E> EntryShape<E> sized(ToLongFunction<E> bytes) {
        return new EntryShape<>(bytes, entry -> null);
    }

    /** The same entries, of which only those of one lane share a call. */
    public EntryShape<E> inLanes(Function<E, Object> lanes) {
        return new EntryShape<>(bytes, key, lanes, destination, together);
    }

    /** The same entries, sent to several destinations; entries of one lane go to one of them. */
    public EntryShape<E> sentTo(Function<E, Object> destinations) {
        return new EntryShape<>(bytes, key, lane, destinations, together);
    }

    boolean isForSeveral() {
        return destination != ONE_DESTINATION;
    }

    /** The same entries, which stay together when their call fails. */
    public EntryShape<E> triedTogether() {
        return new EntryShape<>(bytes, key, lane, destination, true);
    }
}
