package io.trailbridge.eventhubs;

import java.time.Instant;

/**
 * The last event of the contiguous settled prefix of a claim, which a checkpoint may name.
 *
 * @param ordinal      the number of events of the claim up to and including this one; at least 1
 * @param sequence     the sequence number
 * @param offset       the offset, an opaque string
 * @param enqueuedTime when Event Hubs received the event; {@code null} when the service did not report it
 */
record Watermark(long ordinal, long sequence, String offset, Instant enqueuedTime) {}
