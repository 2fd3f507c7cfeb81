package io.trailbridge.eventhubs;

import java.time.Instant;

/**
 * The last event of the contiguous settled prefix of a claim: what a checkpoint may name.
 *
 * @param ordinal      how many events of the claim this and everything before it are; at least 1
 * @param sequence     the sequence number
 * @param offset       the offset, an opaque text
 * @param enqueuedTime when Event Hubs took the event; {@code null} when the service did not say
 */
record Watermark(long ordinal, long sequence, String offset, Instant enqueuedTime) {
}
