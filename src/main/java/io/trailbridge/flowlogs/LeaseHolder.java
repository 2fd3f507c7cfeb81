package io.trailbridge.flowlogs;

import java.time.Duration;

/**
 * The holder of a blob's lease, according to the blob's row.
 *
 * @param owner the reading that holds it
 * @param until the end of the lease by the holder's clock; used only to distinguish one renewal from the next
 * @param lease how long the lease lasts after a renewal
 */
record LeaseHolder(String owner, long until, Duration lease) {}
