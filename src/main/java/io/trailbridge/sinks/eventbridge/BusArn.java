package io.trailbridge.sinks.eventbridge;

import io.trailbridge.aws.Arn;
import java.util.Optional;

/**
 * The ARN of an event bus: {@code arn:aws:events:REGION:ACCOUNT:event-bus/NAME}.
 *
 * @param text the whole ARN
 */
record BusArn(String text, String region, String name) {
    static final String EXAMPLE = "arn:aws:events:us-east-1:123456789012:event-bus/default";

    private static final String PREFIX = "event-bus/";

    /** Returns the ARN; empty when the text is none of an event bus. */
    static Optional<BusArn> read(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.isRegional("events") && arn.resource().matches(PREFIX + "[/._A-Za-z0-9-]{1,256}"))
                .map(arn -> new BusArn(text, arn.region(), arn.resource().substring(PREFIX.length())));
    }

    /** @throws IllegalArgumentException when the text is no ARN of an event bus */
    static BusArn parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is not the ARN of an event bus; it looks like " + EXAMPLE));
    }
}
