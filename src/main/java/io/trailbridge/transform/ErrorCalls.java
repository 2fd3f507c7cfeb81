package io.trailbridge.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a mapping calls {@code error()}: the failure itself knows no place, and its text may hold the event's values.
 */
final class ErrorCalls {
    /** A call, or a text or a comment, in which there is none. */
    private static final Pattern CALL = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*+\"|//[^\n]*|\\berror\\s*\\(");

    private ErrorCalls() {}

    /** The calls in this source as {@code file:line:column}, in its order. */
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
