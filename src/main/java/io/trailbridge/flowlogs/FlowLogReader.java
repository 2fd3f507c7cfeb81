package io.trailbridge.flowlogs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a flow log, {@code {"records":[{...},{...}]}}, from a mark to its end and makes rows of its tuples. Azure
 * writes the last two characters anew whenever it appends, so that reading ends after the last record, before them.
 *
 * <p>What cannot be read does not hold up its neighbours: a malformed tuple is rejected by itself; a record that is not
 * JSON is rejected as a whole, apart from the tuples before the fault, and reading goes on where the next record
 * begins.
 * Where there is none, the rest of the blob is rejected, and what Azure appends later is read again. A record that the
 * blob's end cuts is not at fault: it is read on when there is more. Not thread-safe; one instance serves one read.
 */
final class FlowLogReader implements FlowRecordParser.Tuples {
    /** Takes what is read; may block, and may throw to end the reading. */
    interface Output {
        void row(String json);

        void reject(Reject reject);
    }

    private static final Pattern HEAD = Pattern.compile("\"records\"\\s*:\\s*\\[");
    private static final String WHOLE_HEAD = "{\"records\":[";
    private static final int MAX_HEAD = 1024;
    private static final Pattern TAIL = Pattern.compile("]\\s*}?\\s*\\z");
    private static final int MAX_TAIL = 64;
    private static final int MAX_EXCERPT = 16 * 1024;
    /** Ids of Azure's resources are shorter. */
    private static final int MAX_LABEL = 1024;
    private static final int MAX_VERSION = 20;
    /** Some 300 bytes each. */
    private static final int MAX_OPEN_FLOWS = 50_000;

    private final BlobBytes bytes;
    private final FlowRows rows;
    private final Output output;
    private final OpenFlows open = new OpenFlows(MAX_OPEN_FLOWS);
    private BlobPosition mark;
    private FlowRecordParser parser;
    private RecordContext begun;
    /** Where the characters begin that close the blob; -1 until it is asked for. */
    private long tail = -1;

    /**
     * @param from where an earlier reading ended
     */
    FlowLogReader(BlobBytes bytes, BlobPosition from, FlowRows rows, Output output) {
        this.bytes = bytes;
        this.mark = from;
        this.rows = rows;
        this.output = output;
    }

    /** Everything before it has been given to the output. */
    BlobPosition mark() {
        return parser == null ? mark : new BlobPosition(mark.position(), parser.handed(), mark.anchor());
    }

    /**
     * Reads to the end of what is complete.
     *
     * @throws NotAFlowLogException if the blob does not begin with a list of records
     */
    void read() throws BlobChangedException, NotAFlowLogException {
        // From a little before, so that the anchor of the first record needs no fetch of its own.
        bytes.seek(Math.max(0, mark.position() - BlobBytes.ANCHOR));
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

    private boolean head() throws BlobChangedException, NotAFlowLogException {
        if (!bytes.more()) {
            return false;
        }
        int length = Math.min(MAX_HEAD, bytes.limit() - bytes.index());
        // One character a byte, so that the match's end is a position.
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
    private boolean record(long start) throws BlobChangedException {
        int earlier = start == mark.position() ? mark.tuples() : 0;
        mark = new BlobPosition(start, earlier, bytes.anchor(start));
        parser = new FlowRecordParser(earlier);
        begun = null;
        RecordInput input = new RecordInput(bytes);
        try {
            if (parser.parse(input, this) == FlowRecordParser.Result.OUT_OF_ORDER) {
                input = again(start);
                parser.readLabels(input);
                input = again(start);
                parser.parse(input, this);
            }
            input.drain();
        } catch (NoRecordException other) {
            skipPiece(start, true, other.getMessage());
            return true;
        } catch (IOException broken) {
            if (broken.getCause() instanceof BlobChangedException changed) {
                throw changed;
            }
            // Jackson asks for more only when it has taken all there was: what is cut is not at fault.
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

    /** Without the place, which is one in a buffer of Jackson's. */
    private static String reason(IOException broken) {
        return broken instanceof JsonProcessingException json ? json.getOriginalMessage() : broken.getMessage();
    }

    private RecordInput again(long start) {
        bytes.seek(start);
        return new RecordInput(bytes);
    }

    /** What stands before the bytes' position is done with. */
    private void passed() throws BlobChangedException {
        parser = null;
        mark = new BlobPosition(bytes.position(), 0, bytes.anchor(bytes.position()));
    }

    /** Rejects what begins here and ends with its closing brace, before the next record, or with the blob. */
    private void skipPiece(long start, boolean object, String reason) throws BlobChangedException {
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

    /** Where the characters begin that close the blob; its end when they are missing. */
    private long tail() throws BlobChangedException {
        if (tail < 0) {
            int length = (int) Math.min(MAX_TAIL, bytes.end());
            Matcher found = TAIL.matcher(bytes.text(bytes.end() - length, length));
            tail = found.find() ? bytes.end() - length + found.start() : bytes.end();
        }
        return tail;
    }

    @Override
    public void tuple(RecordContext record, String outer, String inner, int index, String text)
            throws NoRecordException {
        boolean vnet = record.form == FlowLogForm.VNET;
        String acl = vnet ? outer : record.targetResource;
        String rule = vnet ? inner : outer;
        String mac = vnet || inner == null ? record.mac : inner;
        try {
            if (record.hasTextLongerThan(MAX_LABEL) || RecordContext.isLonger(outer, MAX_LABEL)
                    || RecordContext.isLonger(inner, MAX_LABEL)) {
                // It would be in the row of each tuple.
                throw new MalformedTupleException("a label or an id of its record has more than " + MAX_LABEL
                        + " characters");
            }
            FlowTuple tuple = FlowTuple.parse(text, record.form, record.version);
            if (begun != record) {
                rows.begin(record);
                begun = record;
            }
            output.row(rows.row(tuple, acl, rule, mac, open.note(tuple, acl, mac)));
        } catch (MalformedTupleException malformed) {
            if (record.version != null && !record.form.knows(record.version)) {
                throw new NoRecordException("its version is " + excerpt(record.version) + ", of which no tuples can be "
                        + "read, only of " + record.form.versions() + ": " + malformed.getMessage());
            }
            output.reject(Reject.ofTuple(malformed.getMessage(), mark.position(), index, text));
        }
    }

    private static String excerpt(String version) {
        return version.length() > MAX_VERSION ? version.substring(0, MAX_VERSION) + "\u2026" : version;
    }

    @Override
    public void unreadable(RecordContext record, int index, String reason) {
        output.reject(Reject.ofTuple(reason, mark.position(), index, ""));
    }
}
