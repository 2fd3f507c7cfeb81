package io.trailbridge.sinks.securitylake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of the objects of one custom source, as Security Lake reports it: {@code s3://BUCKET/ext/SOURCE/}.
 *
 * @param prefix the beginning of all keys; ends in a slash
 */
record Location(String bucket, String prefix) {
    private static final Pattern FORMAT = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/([^/].*)");

    static Location parse(String option, String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + "=" + text + " is not the location of a custom source; it looks"
                    + " like s3://aws-security-data-lake-eu-west-1-abcdefgh/ext/defender/ (provider.location in the"
                    + " answer of CreateCustomLogSource)");
        }
        String prefix = matcher.group(2);
        return new Location(matcher.group(1), prefix.endsWith("/") ? prefix : prefix + "/");
    }
}
