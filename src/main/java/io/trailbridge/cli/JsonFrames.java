package io.trailbridge.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Splits a stream into frames of whole lines that contain whole JSON values: one line of NDJSON, or all lines of a
 * value that is written over several lines. It holds no more than one frame. After a value that does not end, it
 * continues with the next line that can begin a value, so that one truncated line does not affect those after it.
 *
 * <p>For one thread. The caller closes the stream.
 */
final class JsonFrames {
    /**
     * Maximum size of a frame: more than any message of Event Hubs can have, and enough for an array that was exported
     * by hand.
     */
    static final int MAX_BYTES = 64 * 1024 * 1024;

    /** Maximum nesting depth; deeper values are not read anyway. */
    private static final int MAX_DEPTH = 500;

    /**
     * @param line the line on which the frame begins, from 1
     * @param json its bytes, null when it is broken
     * @param fault the error in it, null when it can be parsed
     */
    record Frame(int line, byte[] json, String fault) {}

    private final InputStream in;
    private final int maxBytes;
    private final Deque<byte[]> givenBack = new ArrayDeque<>();
    private int line;
    private boolean cut;

    JsonFrames(InputStream in) {
        this(in, MAX_BYTES);
    }

    JsonFrames(InputStream in, int maxBytes) {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
        this.maxBytes = maxBytes;
    }

    /** Returns the next frame, null at the end. */
    Frame next() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        Scan scan = new Scan();
        int start = 0;
        for (byte[] text = readLine(); text != null; text = readLine()) {
            if (lines.isEmpty()) {
                if (isBlank(text)) {
                    continue;
                }
                start = line;
            } else if (opens(text) && !scan.mayOpen()) {
                giveBack(text);
                return broken(start, lines, "the JSON value does not end");
            }
            lines.add(text);
            scan.read(text);
            if (cut || scan.bytes > maxBytes) {
                return broken(
                        start,
                        lines.subList(0, 1),
                        "the JSON value is larger than " + maxBytes + " bytes: give the elements of a list one a line");
            }
            if (scan.inText) {
                return broken(start, lines, "a string does not end on its line " + line);
            }
            if (scan.depth > MAX_DEPTH) {
                return broken(start, lines, "the JSON value is nested deeper than " + MAX_DEPTH + " levels");
            }
            if (scan.depth <= 0) {
                return new Frame(start, join(lines, scan.bytes), null);
            }
        }
        // An array that does not end is one error, not one more for each of its lines.
        boolean list = !lines.isEmpty() && lines.get(0)[0] == '[';
        return lines.isEmpty()
                ? null
                : broken(start, list ? lines.subList(0, 1) : lines, "the JSON value does not end");
    }

    /**
     * Returns a broken frame, and continues with the first line after the value's own first line that can begin another
     * value.
     */
    private Frame broken(int start, List<byte[]> lines, String fault) throws IOException {
        for (int i = lines.size() - 1; i > 0; i--) {
            giveBack(lines.get(i));
        }
        int skipped = 0;
        for (byte[] text = readLine(); text != null; text = readLine()) {
            if (opens(text)) {
                giveBack(text);
                break;
            }
            skipped = isBlank(text) ? skipped : line;
        }
        String with = skipped == 0 ? "" : "; nothing is read up to line " + skipped;
        return new Frame(start, null, fault + with);
    }

    private static boolean opens(byte[] text) {
        return text.length > 0 && (text[0] == '{' || text[0] == '[');
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private void giveBack(byte[] text) {
        givenBack.push(text);
        line--;
    }

    private byte[] readLine() throws IOException {
        byte[] text = givenBack.poll();
        if (text == null) {
            text = readLineOfStream();
        }
        if (text != null) {
            line++;
        }
        return text;
    }

    private byte[] readLineOfStream() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        cut = false;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (text.size() <= maxBytes) {
                text.write(b);
            } else {
                cut = true;
            }
        }
        byte[] bytes = text.toByteArray();
        boolean marked = line == 0
                && bytes.length > 2
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    private static byte[] join(List<byte[]> lines, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(size);
        for (byte[] text : lines) {
            all.writeBytes(text);
            all.write('\n');
        }
        return all.toByteArray();
    }

    /** The nesting depth at the end of the lines read so far. */
    private static final class Scan {
        private int depth;
        private int bytes;
        private boolean inText;
        private byte last;

        /** Returns whether a value may begin here: within another value only after one of these characters. */
        boolean mayOpen() {
            return last == ',' || last == ':' || last == '[';
        }

        void read(byte[] text) {
            bytes += text.length + 1;
            for (int i = 0; i < text.length; i++) {
                byte b = text[i];
                if (inText) {
                    if (b == '\\') {
                        i++;
                    } else if (b == '"') {
                        inText = false;
                    }
                } else if (b == '"') {
                    inText = true;
                } else if (b == '{' || b == '[') {
                    depth++;
                } else if (b == '}' || b == ']') {
                    depth--;
                }
                if (b > ' ') {
                    last = b;
                }
            }
        }
    }
}
