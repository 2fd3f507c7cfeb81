package io.trailbridge.flowlogs;

import java.time.Duration;

/**
 * Who holds the lease of a blob, as its row says it.
 *
 * @param owner the reading that holds it
 * @param until the end of the lease by the holder's clock; only tells one renewal from the next
 * @param lease how long the lease lasts after a renewal
 */
record LeaseHolder(String owner, long until, Duration lease) {}
