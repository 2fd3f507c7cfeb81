package io.trailbridge.flowlogs.format;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Recognises the beginning of a record in a stream of bytes: a brace and the name of a field that only records have.
 * This allows reading to continue after a part that is not JSON. Not thread-safe.
 */
final class RecordStart {
    private static final Set<String> FIELDS = Set.of(
            "time",
            "flowLogVersion",
            "flowLogGUID",
            "macAddress",
            "category",
            "flowLogResourceID",
            "targetResourceID",
            "operationName",
            "flowRecords",
            "systemId",
            "resourceId",
            "properties");
    private static final int LONGEST = 32;

    private enum Expected {
        BRACE,
        QUOTE,
        NAME,
        COLON
    }

    private final byte[] name = new byte[LONGEST];
    private Expected expected = Expected.BRACE;
    private long brace;
    private int length;

    /**
     * Processes the next byte.
     *
     * @param position the position of the byte
     * @return where the record begins, as soon as it is certain; else -1
     */
    long see(byte b, long position) {
        if (b == '{' && expected != Expected.NAME) {
            brace = position;
            expected = Expected.QUOTE;
            return -1;
        }
        switch (expected) {
            case QUOTE -> {
                if (b == '"') {
                    expected = Expected.NAME;
                    length = 0;
                } else if (!isSpace(b)) {
                    expected = Expected.BRACE;
                }
            }
            case NAME -> {
                if (b == '"') {
                    expected = FIELDS.contains(new String(name, 0, length, StandardCharsets.UTF_8))
                            ? Expected.COLON
                            : Expected.BRACE;
                } else if (length == LONGEST) {
                    expected = Expected.BRACE;
                } else {
                    name[length++] = b;
                }
            }
            case COLON -> {
                if (b == ':') {
                    expected = Expected.BRACE;
                    return brace;
                }
                if (!isSpace(b)) {
                    expected = Expected.BRACE;
                }
            }
            default -> {
                // Waits for the brace.
            }
        }
        return -1;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
