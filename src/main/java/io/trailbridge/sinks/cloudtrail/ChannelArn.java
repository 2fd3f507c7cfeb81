package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.aws.Arn;
import java.util.Optional;

/**
 * The ARN of a CloudTrail channel: {@code arn:aws:cloudtrail:REGION:ACCOUNT:channel/ID}, 256 characters at most.
 *
 * @param text the whole ARN
 */
public record ChannelArn(String text, String region, String account) {
    public static final String EXAMPLE =
            "arn:aws:cloudtrail:us-east-1:123456789012:channel/12345678-1234-1234-1234-123456789012";

    private static final int MAX_LENGTH = 256;

    /** Returns the ARN; empty when the text is none of a channel. */
    public static Optional<ChannelArn> read(String text) {
        return Arn.parse(text)
                .filter(arn -> text.length() <= MAX_LENGTH
                        && arn.isRegional("cloudtrail")
                        && arn.resource().matches("channel/[A-Za-z0-9._/-]+"))
                .map(arn -> new ChannelArn(text, arn.region(), arn.account()));
    }

    /** @throws IllegalArgumentException when the text is no ARN of a channel */
    public static ChannelArn parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is not the ARN of a CloudTrail channel; it looks like " + EXAMPLE));
    }
}
