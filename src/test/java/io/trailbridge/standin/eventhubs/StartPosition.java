package io.trailbridge.standin.eventhubs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;

/**
 * Where a consumer wants to begin, read from its selector filter, such as
 * {@code amqp.annotation.x-opt-offset >= '4711'}. Without a filter it begins at the first event.
 */
record StartPosition(Kind kind, boolean inclusive, String value) {

    enum Kind {
        OFFSET,
        SEQUENCE_NUMBER,
        ENQUEUED_TIME
    }

    private static final Symbol FILTER = Symbol.valueOf("apache.org:selector-filter:string");
    private static final Pattern EXPRESSION =
            Pattern.compile("amqp\\.annotation\\.([a-z-]+)\\s*>(=?)\\s*'?([^']*?)'?\\s*");
    private static final String EARLIEST = "-1";
    private static final String LATEST = "@latest";

    static StartPosition of(Source source) {
        Map<?, ?> filters = source.getFilter();
        Object filter = filters == null ? null : filters.get(FILTER);
        if (filter == null) {
            return new StartPosition(Kind.OFFSET, false, EARLIEST);
        }
        return parse(String.valueOf(filter instanceof DescribedType type ? type.getDescribed() : filter));
    }

    static StartPosition parse(String expression) {
        Matcher matcher = EXPRESSION.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The filter '" + expression + "' is not understood.");
        }
        Kind kind = switch (matcher.group(1)) {
            case "x-opt-offset" -> Kind.OFFSET;
            case "x-opt-sequence-number" -> Kind.SEQUENCE_NUMBER;
            case "x-opt-enqueued-time", "x-opt-enqueuedtimeutc" -> Kind.ENQUEUED_TIME;
            default ->
                throw new IllegalArgumentException("The filter '" + expression + "' names an unknown annotation.");
        };
        return new StartPosition(kind, !matcher.group(2).isEmpty(), matcher.group(3));
    }

    /**
     * The sequence number of the first event to deliver; it may be one that does not exist yet.
     *
     * @throws IllegalArgumentException when the value is not a number, or lies beyond the partition's end: then the
     *     reader holds a position of another hub, and the service refuses it too
     */
    long firstSequence(PartitionLog log) {
        PartitionState state = log.state();
        if (kind == Kind.OFFSET && value.equals(EARLIEST)) {
            return state.beginSequenceNumber();
        }
        if (kind == Kind.OFFSET && value.equals(LATEST)) {
            return inclusive && !state.empty() ? state.lastSequenceNumber() : state.lastSequenceNumber() + 1;
        }
        long number = number();
        switch (kind) {
            case OFFSET:
                if (number > Long.parseLong(state.lastOffset())) {
                    throw new IllegalArgumentException("The supplied offset '" + value
                            + "' is invalid. The last offset in the system is '" + state.lastOffset() + "'");
                }
                return log.sequenceAtPosition(number, inclusive);
            case SEQUENCE_NUMBER:
                if (number > state.lastSequenceNumber() + (inclusive ? 1 : 0)) {
                    throw new IllegalArgumentException("The supplied sequence number '" + value
                            + "' is invalid. The last sequence number in the system is '"
                            + state.lastSequenceNumber() + "'");
                }
                return Math.max(state.beginSequenceNumber(), inclusive ? number : number + 1);
            default:
                return log.sequenceAtTime(number, inclusive);
        }
    }

    private long number() {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The supplied position '" + value + "' is not a number.", e);
        }
    }
}
