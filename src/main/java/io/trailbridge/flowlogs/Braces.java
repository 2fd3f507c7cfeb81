package io.trailbridge.flowlogs;

/** Counts braces and brackets outside of texts, to find where a JSON object ends without reading it. */
final class Braces {
    private int depth;
    private boolean inText;
    private boolean escaped;

    /** Takes the next byte. Returns whether it closes what the first brace opened. */
    boolean closesWith(byte b) {
        if (inText) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inText = false;
            }
            return false;
        }
        if (b == '"') {
            inText = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            return --depth == 0;
        }
        return false;
    }
}
