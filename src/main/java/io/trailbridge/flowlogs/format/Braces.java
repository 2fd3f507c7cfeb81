package io.trailbridge.flowlogs.format;

/** Counts braces and brackets outside of strings, to find the end of a JSON object without parsing it. */
final class Braces {
    private int depth;
    private boolean inText;
    private boolean escaped;

    /** Processes the next byte. Returns whether it closes the first brace. */
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
