package io.trailbridge.flowlogs.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/**
 * A part of a blob that cannot become a row, or the summary of several such parts.
 *
 * @param code the kind of error, for the attribute {@code FailureType}
 * @param position in bytes; where the record begins
 * @param tuple the tuple's index in its record; -1 when the reject is not about one tuple
 * @param length length of the part in bytes; 0 when the reject is about one tuple
 * @param count the number of rejects that it represents
 * @param text the tuple, or the beginning of the part
 */
public record Reject(String code, String reason, long position, int tuple, long length, long count, String text) {
    static final String MALFORMED_TUPLE = "MalformedTuple";
    static final String MALFORMED_RECORD = "MalformedRecord";
    static final String REFUSED_ROW = "RefusedRow";
    static final String FURTHER_REJECTS = "FurtherRejects";

    /**
     * Maximum length in characters: even with six bytes for each of them, the document fits a queue whose limit is 256
     * kB.
     */
    private static final int MAX_TEXT = 40_000;

    /** Writes ASCII only: a queue does not accept every character that a JSON string may contain. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    public Reject {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    public static Reject ofTuple(String reason, long position, int tuple, String text) {
        return new Reject(MALFORMED_TUPLE, reason, position, tuple, 0, 1, text);
    }

    static Reject ofRecord(String reason, long position, long length, String text) {
        return new Reject(MALFORMED_RECORD, reason, position, -1, length, 1, text);
    }

    public static Reject ofRow(String reason, long position, String row) {
        return new Reject(REFUSED_ROW, reason, position, -1, 0, 1, row);
    }

    /** Returns a reject for this one and further ones, which are counted but not included. */
    public Reject andFurther(long others) {
        return new Reject(
                FURTHER_REJECTS,
                "one of those that are only counted: " + reason,
                position,
                tuple,
                length,
                1 + others,
                text);
    }

    /** Returns the document for the dead-letter queue, which accepts it whatever its text contains. */
    public String document(String blobUrl) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("blob", blobUrl);
        document.put("position", position);
        if (tuple >= 0) {
            document.put("index", tuple);
        }
        if (length > 0) {
            document.put("length", length);
        }
        if (count > 1) {
            document.put("count", count);
        }
        document.put("reason", reason);
        document.put(code.equals(MALFORMED_TUPLE) ? "tuple" : code.equals(REFUSED_ROW) ? "row" : "text", text);
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a tree in memory cannot be written", impossible);
        }
    }

    /** Returns one line with the error and its place. */
    public String summary(String blobName) {
        return "flow log " + blobName + ", record at byte " + position + (tuple < 0 ? "" : ", tuple " + tuple) + ": "
                + reason;
    }
}
