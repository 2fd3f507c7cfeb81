package io.trailbridge.flowlogs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/**
 * A piece of a blob that gives no row, or what stands for several.
 *
 * @param code what kind of fault it is, for the attribute {@code FailureType}
 * @param position bytes; where the record begins
 * @param tuple the tuple's index in its record; -1 when it is not about one tuple
 * @param length bytes of the piece; 0 when it is about one tuple
 * @param count for how many it stands
 * @param text the tuple, or the beginning of the piece
 */
record Reject(String code, String reason, long position, int tuple, long length, long count, String text) {
    static final String MALFORMED_TUPLE = "MalformedTuple";
    static final String MALFORMED_RECORD = "MalformedRecord";
    static final String REFUSED_ROW = "RefusedRow";
    static final String FURTHER_REJECTS = "FurtherRejects";

    /** Characters; with each of them as six bytes the document passes a queue whose limit is 256 kB. */
    private static final int MAX_TEXT = 40_000;

    /** In ASCII: a queue does not take every character that a text of JSON may hold. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    Reject {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    static Reject ofTuple(String reason, long position, int tuple, String text) {
        return new Reject(MALFORMED_TUPLE, reason, position, tuple, 0, 1, text);
    }

    static Reject ofRecord(String reason, long position, long length, String text) {
        return new Reject(MALFORMED_RECORD, reason, position, -1, length, 1, text);
    }

    static Reject ofRow(String reason, long position, String row) {
        return new Reject(REFUSED_ROW, reason, position, -1, 0, 1, row);
    }

    /** This one and others after it, which are counted and not shown. */
    Reject andFurther(long others) {
        return new Reject(FURTHER_REJECTS, "one of those that are counted only: " + reason,
                position, tuple, length, 1 + others, text);
    }

    /** The document for the dead-letter queue, which takes it whatever its text holds. */
    String document(BlobReference blob) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("blob", blob.url());
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
        document.put(code.equals(MALFORMED_TUPLE) ? "tuple" : code.equals(REFUSED_ROW) ? "row" : "text",
                text);
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a tree in memory cannot be written", impossible);
        }
    }

    /** One line: what is wrong and where. */
    String summary(BlobReference blob) {
        return "flow log " + blob.name() + ", record at byte " + position
                + (tuple < 0 ? "" : ", tuple " + tuple) + ": " + reason;
    }
}
