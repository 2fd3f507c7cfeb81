package io.trailbridge.batch;

import java.time.Instant;

/**
 * How a batcher is doing.
 *
 * @param name the batcher's name, such as {@code sqs-batch:cloudtrail}
 * @param inFlight entries held: waiting, under way, or to be tried again
 * @param failingSince when the oldest failure began among the entries held; null when none of them has failed
 * @param lastFailure the last failure seen, with its cause and remedy, also after it is over; null when there was none
 */
public record BatchStatus(String name, int inFlight, Instant failingSince, String lastFailure) {}
