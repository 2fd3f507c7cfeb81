package io.trailbridge.sinks.cloudtrail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a CloudTrail channel, and the region in it. */
record ChannelArn(String text, String region) {
    private static final Pattern FORMAT =
            Pattern.compile("arn:aws[a-z-]*:cloudtrail:([a-z]{2,}(?:-[a-z0-9]+)+):\\d{12}:channel/[A-Za-z0-9._/-]+");

    /** The maximum length that the service accepts. */
    private static final int MAX_LENGTH = 256;

    static ChannelArn parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("\"" + text + "\" is not the ARN of a CloudTrail channel; it looks like"
                    + " arn:aws:cloudtrail:us-east-1:123456789012:channel/12345678-1234-1234-1234-123456789012");
        }
        return new ChannelArn(text, matcher.group(1));
    }
}
