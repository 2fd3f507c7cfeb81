package io.trailbridge.flowlogs.format;

import io.trailbridge.transform.text.IpAddress;

/**
 * One state of one flow, read from a tuple's string. A VNet tuple is
 * {@code time,src,dst,sport,dport,protocol,direction,state,encryption,pktOut,byteOut,pktIn,byteIn}. In an NSG tuple,
 * the decision (A or D) is in the place of the state, and the state in the place of the encryption. An NSG tuple of
 * version 1 ends with the decision.
 *
 * @param text the tuple as it was written
 * @param time milliseconds since 1970, whether the tuple has seconds or milliseconds
 * @param timeText the time as it was written
 * @param sourcePort -1 when the tuple has none
 * @param protocol the IANA protocol number
 * @param inbound whether the network interface is the destination
 * @param state B begins, C continues, E ends. D is denied, in an NSG tuple by its decision. A is allowed without a
 *     state, in an NSG tuple of version 1
 * @param encryption null when the tuple has none
 * @param packetsOut from source to destination since the flow's last tuple; -1 when not counted, like all counters
 */
record FlowTuple(
        String text,
        long time,
        String timeText,
        String source,
        String destination,
        int sourcePort,
        int destinationPort,
        int protocol,
        boolean inbound,
        char state,
        String encryption,
        long packetsOut,
        long bytesOut,
        long packetsIn,
        long bytesIn) {

    static final int FIELDS = 13;

    /** Number of fields of an NSG tuple of version 1. */
    static final int FIELDS_OF_VERSION_1 = 8;

    static final long NONE = -1;

    private static final int MAX_LENGTH = 1000;
    private static final int MAX_ADDRESS = 40;
    private static final int SECONDS_DIGITS = 10;
    private static final int MILLIS_DIGITS = 13;
    /** Maximum number of digits of a counter, so that the sum of two counters fits into a long. */
    private static final int MAX_COUNTER_DIGITS = 18;

    private static final int TCP = 6;
    private static final int UDP = 17;

    /**
     * Parses a tuple.
     *
     * @param version the version of the log, as in its record; may be null
     */
    static FlowTuple parse(String text, FlowLogForm form, String version) throws MalformedTupleException {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedTupleException(
                    "it has " + text.length() + " characters, no tuple has more than " + MAX_LENGTH);
        }
        int[] commas = commas(text);
        int fields = commas[FIELDS + 1];
        boolean decisionOnly = fields == FIELDS_OF_VERSION_1 && form.hasVersion1() && !"2".equals(version);
        if (fields != FIELDS && !decisionOnly) {
            int expected = form.hasVersion1() && "1".equals(version) ? FIELDS_OF_VERSION_1 : FIELDS;
            throw new MalformedTupleException("it has " + fields + " fields instead of " + expected);
        }
        String timeText = field(text, commas, 0);
        if (decisionOnly) {
            return new FlowTuple(
                    text,
                    time(timeText),
                    timeText,
                    address("source", field(text, commas, 1)),
                    address("destination", field(text, commas, 2)),
                    port("source", field(text, commas, 3)),
                    port("destination", field(text, commas, 4)),
                    protocol(field(text, commas, 5)),
                    inbound(field(text, commas, 6)),
                    decided(field(text, commas, 7), 'A'),
                    null,
                    NONE,
                    NONE,
                    NONE,
                    NONE);
        }
        String state = field(text, commas, form == FlowLogForm.VNET ? 7 : 8);
        return new FlowTuple(
                text,
                time(timeText),
                timeText,
                address("source", field(text, commas, 1)),
                address("destination", field(text, commas, 2)),
                port("source", field(text, commas, 3)),
                port("destination", field(text, commas, 4)),
                protocol(field(text, commas, 5)),
                inbound(field(text, commas, 6)),
                form == FlowLogForm.VNET ? state(state, "BCED") : decided(field(text, commas, 7), state(state, "BCE")),
                form == FlowLogForm.VNET ? textOrNull(field(text, commas, 8)) : null,
                counter(field(text, commas, 9)),
                counter(field(text, commas, 10)),
                counter(field(text, commas, 11)),
                counter(field(text, commas, 12)));
    }

    /**
     * Returns source, destination, their ports and the protocol, as they were written: the same for all tuples of a
     * flow.
     */
    String flow() {
        int end = timeText.length();
        for (int i = 0; i < 5; i++) {
            end = text.indexOf(',', end + 1);
        }
        return text.substring(timeText.length() + 1, end);
    }

    boolean denied() {
        return state == 'D';
    }

    boolean isV6() {
        return source.indexOf(':') >= 0;
    }

    /**
     * Returns the boundaries of the fields: the index before the first field, the index of each comma and, after the
     * last field, the length of the text, for at most as many fields as a tuple has. The last element is the number of
     * fields.
     */
    private static int[] commas(String text) {
        int[] commas = new int[FIELDS + 2];
        commas[0] = -1;
        int fields = 1;
        for (int i = text.indexOf(','); i >= 0; i = text.indexOf(',', i + 1)) {
            if (fields < FIELDS) {
                commas[fields] = i;
            }
            fields++;
        }
        commas[Math.min(fields, FIELDS)] = text.length();
        commas[FIELDS + 1] = fields;
        return commas;
    }

    private static String field(String text, int[] commas, int index) {
        return text.substring(commas[index] + 1, commas[index + 1]);
    }

    private static long time(String text) throws MalformedTupleException {
        if (text.length() == SECONDS_DIGITS || text.length() == MILLIS_DIGITS) {
            long number = number(text);
            if (number > 0) {
                return text.length() == SECONDS_DIGITS ? number * 1000 : number;
            }
        }
        throw new MalformedTupleException("the time (field 1) is neither seconds nor milliseconds since 1970");
    }

    private static String address(String which, String text) throws MalformedTupleException {
        if (text.length() > MAX_ADDRESS || !IpAddress.isValid(text)) {
            throw new MalformedTupleException("the " + which + " is no IP address");
        }
        return text;
    }

    private static int port(String which, String text) throws MalformedTupleException {
        if (text.isEmpty()) {
            return (int) NONE;
        }
        long port = text.length() > 5 ? NONE : number(text);
        if (port < 0 || port > 65_535) {
            throw new MalformedTupleException("the " + which + " port is no number from 0 to 65535");
        }
        return (int) port;
    }

    private static int protocol(String text) throws MalformedTupleException {
        if (text.equals("T") || text.equals("U")) {
            return text.equals("T") ? TCP : UDP;
        }
        long protocol = text.length() > 3 ? NONE : number(text);
        if (protocol < 0 || protocol > 255) {
            throw new MalformedTupleException("the protocol (field 6) is neither T, U nor a number from 0 to 255");
        }
        return (int) protocol;
    }

    private static boolean inbound(String text) throws MalformedTupleException {
        if (!text.equals("I") && !text.equals("O")) {
            throw new MalformedTupleException("the direction (field 7) is neither I nor O");
        }
        return text.equals("I");
    }

    private static char state(String text, String known) throws MalformedTupleException {
        if (text.length() != 1 || known.indexOf(text.charAt(0)) < 0) {
            throw new MalformedTupleException("the state is none of " + String.join(", ", known.split("")));
        }
        return text.charAt(0);
    }

    private static char decided(String decision, char state) throws MalformedTupleException {
        return switch (decision) {
            case "A" -> state;
            case "D" -> 'D';
            default -> throw new MalformedTupleException("the decision (field 8) is neither A nor D");
        };
    }

    private static long counter(String text) throws MalformedTupleException {
        if (text.isEmpty()) {
            return NONE;
        }
        long count = text.length() > MAX_COUNTER_DIGITS ? NONE : number(text);
        if (count < 0) {
            throw new MalformedTupleException("a counter (fields 10 to 13) is not an integer");
        }
        return count;
    }

    private static String textOrNull(String text) {
        return text.isBlank() ? null : text;
    }

    /** Parses a number of digits only, at most 18; returns -1 for any other string. */
    private static long number(String text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        return text.isEmpty() ? NONE : number;
    }
}
