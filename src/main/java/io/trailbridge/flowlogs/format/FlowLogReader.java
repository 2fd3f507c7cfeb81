package io.trailbridge.flowlogs.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a flow log, {@code {"records":[{...},{...}]}}, from a mark to its end and makes rows from its tuples. Azure
 * rewrites the last two characters whenever it appends, so reading ends after the last record, before these characters.
 * One block of the blob is held in memory.
 *
 * <p>A part that cannot be read does not block the others. A malformed tuple is rejected by itself. A record that is
 * not JSON is rejected as a whole, apart from the tuples before the error, and reading continues where the next record
 * begins. If there is no next record, the rest of the blob is rejected, and reading resumes with the records that Azure
 * appends later. A record that is cut off by the end of the blob is not an error: it is read further when more has been
 * appended. Not thread-safe; one instance serves one read.
 */
public final class FlowLogReader {
    /** The bytes of a blob, from any position. */
    public interface Source {
        /**
         * Fetches a range of exactly this length; blocks meanwhile.
         *
         * @throws IOException if the range cannot be had; it ends the reading
         */
        void read(long position, byte[] into, int offset, int length) throws IOException;
    }

    /** Receives the rows and rejects; may block, and may throw to end the reading. */
    public interface Output {
        void row(String json);

        void reject(Reject reject);
    }

    private static final Pattern HEAD = Pattern.compile("\"records\"\\s*:\\s*\\[");
    private static final String WHOLE_HEAD = "{\"records\":[";
    private static final int MAX_HEAD = 1024;
    private static final Pattern TAIL = Pattern.compile("]\\s*}?\\s*\\z");
    private static final int MAX_TAIL = 64;
    private static final int MAX_EXCERPT = 16 * 1024;
    /** Maximum length of a label; ids of Azure resources are shorter. */
    private static final int MAX_LABEL = 1024;

    private static final int MAX_VERSION = 20;
    /** Maximum number of open flows; each takes about 300 bytes. */
    private static final int MAX_OPEN_FLOWS = 50_000;

    private final BlobBytes bytes;
    private final FlowRows rows;
    private final OpenFlows open = new OpenFlows(MAX_OPEN_FLOWS);
    private final RowMaker tuples = new RowMaker();
    private Output output;
    private BlobPosition mark = BlobPosition.START;
    private FlowRecordParser parser;
    private RecordContext begun;
    /** Position of the characters that close the blob; -1 until first needed. */
    private long tail = -1;

    /**
     * @param length where to stop; the blob's length when its properties were read
     * @param block size of one fetch in bytes
     */
    public FlowLogReader(Source source, long length, int block, FlowRows rows) {
        this.bytes = new BlobBytes(source, length, block);
        this.rows = rows;
    }

    /**
     * Moves to the position where an earlier reading ended. Returns false if the bytes before it are not the same any
     * more, because the blob was replaced: then reading begins at its start.
     */
    public boolean resume(BlobPosition from) throws IOException {
        // This comes first, so that the bytes fetched to check the anchor are also the next ones to read.
        bytes.seek(Math.min(from.position(), bytes.end()));
        boolean replaced = bytes.end() < from.position()
                || from.position() > 0 && !bytes.anchor(from.position()).equals(from.anchor());
        mark = replaced ? BlobPosition.START : from;
        return !replaced;
    }

    /** Returns the position before which everything has been given to the output. */
    public BlobPosition mark() {
        return parser == null ? mark : new BlobPosition(mark.position(), parser.handed(), mark.anchor());
    }

    /**
     * Reads to the end of the last complete record.
     *
     * @throws IOException the exception of the source
     * @throws NotAFlowLogException if the blob does not begin with an array of records
     */
    public void read(Output to) throws IOException, NotAFlowLogException {
        output = to;
        // Starts slightly earlier, so that the anchor of the first record needs no separate fetch.
        bytes.seek(Math.max(0, mark.position() - BlobPosition.ANCHOR));
        if (bytes.more()) {
            bytes.seek(mark.position());
        }
        if (mark.position() == 0 && !head()) {
            return;
        }
        while (bytes.more()) {
            byte b = bytes.peek();
            if (b == ',' || RecordStart.isSpace(b)) {
                bytes.skip();
            } else if (b == '{') {
                if (!record(bytes.position())) {
                    return;
                }
            } else if (b == ']' && bytes.position() >= tail()) {
                return;
            } else {
                skipPiece(bytes.position(), false, "what stands between two records is not JSON");
            }
        }
    }

    private boolean head() throws IOException, NotAFlowLogException {
        if (!bytes.more()) {
            return false;
        }
        int length = Math.min(MAX_HEAD, bytes.limit() - bytes.index());
        // Decodes one character per byte, so that the end of the match is a position in the blob.
        Matcher head = HEAD.matcher(new String(bytes.buffer(), bytes.index(), length, StandardCharsets.ISO_8859_1));
        if (!head.find()) {
            String begun = new String(bytes.buffer(), bytes.index(), length, StandardCharsets.UTF_8);
            if (bytes.end() < MAX_HEAD && WHOLE_HEAD.startsWith(begun.replaceAll("\\s", ""))) {
                return false;
            }
            throw new NotAFlowLogException("it does not begin with {\"records\":[");
        }
        bytes.skip(head.end());
        mark = new BlobPosition(bytes.position(), 0, bytes.anchor(bytes.position()));
        return true;
    }

    /** Returns whether the record was read to its end, or rejected. */
    private boolean record(long start) throws IOException {
        int earlier = start == mark.position() ? mark.tuples() : 0;
        mark = new BlobPosition(start, earlier, bytes.anchor(start));
        parser = new FlowRecordParser(earlier);
        begun = null;
        RecordInput input = new RecordInput(bytes);
        try {
            if (parser.parse(input, tuples) == FlowRecordParser.Result.OUT_OF_ORDER) {
                input = again(start);
                parser.readLabels(input);
                input = again(start);
                parser.parse(input, tuples);
            }
            input.drain();
        } catch (NoRecordException other) {
            skipPiece(start, true, other.getMessage());
            return true;
        } catch (IOException broken) {
            if (input.failure() != null) {
                throw input.failure();
            }
            // Jackson requests more bytes only after it has consumed all earlier ones: a record that is cut off is not
            // an error.
            if (input.isCut()) {
                return false;
            }
            skipPiece(start, true, "it is not JSON: " + reason(broken));
            return true;
        }
        if (input.isCut()) {
            return false;
        }
        passed();
        return true;
    }

    /** Returns the message without the location, which refers to a buffer of Jackson's. */
    private static String reason(IOException broken) {
        return broken instanceof JsonProcessingException json ? json.getOriginalMessage() : broken.getMessage();
    }

    private RecordInput again(long start) {
        bytes.seek(start);
        return new RecordInput(bytes);
    }

    /** Records that everything before the current position is done. */
    private void passed() throws IOException {
        parser = null;
        mark = new BlobPosition(bytes.position(), 0, bytes.anchor(bytes.position()));
    }

    /** Rejects the piece that begins here and ends with its closing brace, before the next record, or with the blob. */
    private void skipPiece(long start, boolean object, String reason) throws IOException {
        Braces braces = new Braces();
        RecordStart starts = new RecordStart();
        long end = -1;
        bytes.seek(start);
        while (end < 0 && bytes.more()) {
            long position = bytes.position();
            long next = starts.see(bytes.peek(), position);
            if (next > start) {
                end = next;
            } else if (object && braces.closesWith(bytes.peek())) {
                end = position + 1;
            }
            bytes.skip();
        }
        if (end < 0) {
            end = Math.max(start + 1, tail());
        }
        String text = bytes.text(start, (int) Math.min(MAX_EXCERPT, end - start));
        output.reject(Reject.ofRecord(reason, start, end - start, text));
        bytes.seek(end);
        passed();
    }

    /** Returns the position of the characters that close the blob; the blob's end when they are missing. */
    private long tail() throws IOException {
        if (tail < 0) {
            int length = (int) Math.min(MAX_TAIL, bytes.end());
            Matcher found = TAIL.matcher(bytes.text(bytes.end() - length, length));
            tail = found.find() ? bytes.end() - length + found.start() : bytes.end();
        }
        return tail;
    }

    private static String excerpt(String version) {
        return version.length() > MAX_VERSION ? version.substring(0, MAX_VERSION) + "\u2026" : version;
    }

    /** Makes a row from each tuple of a record. */
    private final class RowMaker implements FlowRecordParser.Tuples {
        @Override
        public void tuple(RecordContext record, String outer, String inner, int index, String text)
                throws NoRecordException {
            boolean vnet = record.form == FlowLogForm.VNET;
            String acl = vnet ? outer : record.targetResource;
            String rule = vnet ? inner : outer;
            String mac = vnet || inner == null ? record.mac : inner;
            try {
                if (record.hasTextLongerThan(MAX_LABEL)
                        || RecordContext.isLonger(outer, MAX_LABEL)
                        || RecordContext.isLonger(inner, MAX_LABEL)) {
                    // It would be repeated in the row of each tuple.
                    throw new MalformedTupleException(
                            "a label or an id of its record has more than " + MAX_LABEL + " characters");
                }
                FlowTuple tuple = FlowTuple.parse(text, record.form, record.version);
                if (begun != record) {
                    rows.begin(record);
                    begun = record;
                }
                output.row(rows.row(tuple, acl, rule, mac, open.note(tuple, acl, mac)));
            } catch (MalformedTupleException malformed) {
                if (record.version != null && !record.form.knows(record.version)) {
                    throw new NoRecordException("its version is " + excerpt(record.version) + ", of which no tuples can"
                            + " be read, only of " + record.form.versions() + ": " + malformed.getMessage());
                }
                output.reject(Reject.ofTuple(malformed.getMessage(), mark.position(), index, text));
            }
        }

        @Override
        public void unreadable(RecordContext record, int index, String reason) {
            output.reject(Reject.ofTuple(reason, mark.position(), index, ""));
        }
    }
}
