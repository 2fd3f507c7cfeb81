package io.trailbridge.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Locates the calls of {@code error()} in a mapping. The exception of such a call has no source position, and its
 * message may hold values of the event.
 */
final class ErrorCalls {
    /** Matches a call, or a string literal or a comment, in which no call is to be found. */
    private static final Pattern CALL = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*+\"|//[^\n]*|\\berror\\s*\\(");

    private ErrorCalls() {}

    /** Returns the calls in this source as {@code file:line:column}, in source order. */
    static List<String> in(String file, String source) {
        List<String> places = new ArrayList<>();
        Matcher call = CALL.matcher(source);
        while (call.find()) {
            if (call.group().startsWith("error")) {
                String before = source.substring(0, call.start());
                long line = 1 + before.chars().filter(c -> c == '\n').count();
                int column = call.start() - before.lastIndexOf('\n');
                places.add(file + ":" + line + ":" + column);
            }
        }
        return places;
    }
}
