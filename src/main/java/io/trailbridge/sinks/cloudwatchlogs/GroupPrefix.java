package io.trailbridge.sinks.cloudwatchlogs;

import java.util.regex.Pattern;

/** The beginning of the names of an endpoint's log groups, such as {@code /trailbridge/defender}. */
record GroupPrefix(String text) {
    /** The characters that the service allows (API_CreateLogGroup) without #, which ends the path of a URI. */
    private static final Pattern FORMAT = Pattern.compile("(?!aws/)/?[._A-Za-z0-9-]+(?:/[._A-Za-z0-9-]+)*");
    /** A group's name has up to 512 characters; a slash and a kind follow the prefix. */
    private static final int MAX_LENGTH = 447;

    static GroupPrefix parse(String text) {
        if (!FORMAT.matcher(text).matches() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("\"" + text + "\" cannot begin the name of a log group; it must look"
                    + " like /trailbridge/defender: single slashes between letters, digits, ., _ and -, none at the"
                    + " end, no aws/ in front, and " + MAX_LENGTH + " characters at most");
        }
        return new GroupPrefix(text);
    }

    String groupOf(String kind) {
        return text + "/" + kind;
    }
}
