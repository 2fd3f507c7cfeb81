package io.trailbridge.batch;

import java.time.Instant;

/**
 * The status of a batcher.
 *
 * @param name the batcher's name, such as {@code sqs-batch:cloudtrail}
 * @param inFlight number of held entries: waiting, in a call, or to be retried
 * @param failingSince when the oldest failure among the held entries began; null when none of them has failed
 * @param lastFailure the last failure, with its cause and remedy, even after it is over; null when there was none
 */
public record BatchStatus(String name, int inFlight, Instant failingSince, String lastFailure) {}
