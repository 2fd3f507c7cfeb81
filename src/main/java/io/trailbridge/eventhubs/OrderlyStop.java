package io.trailbridge.eventhubs;

import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last steps of claims that have stopped dispatching: events in the route settle, then checkpoints are written. */
final class OrderlyStop {
    private static final Logger LOG = LoggerFactory.getLogger(HubClient.class);

    private OrderlyStop() {}

    /**
     * Waits for all claims together.
     *
     * @param grace      the time limit for the exchanges in the route
     * @param storeLimit the time limit for the last checkpoints after that
     */
    static void settle(Collection<PartitionClaim> claims, Duration grace, Duration storeLimit)
            throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        for (PartitionClaim claim : claims) {
            int left = claim.awaitExchanges(deadline);
            if (left > 0) {
                LOG.warn(
                        "events still in the route after the grace, they will be delivered again partition={}"
                                + " events={} graceSeconds={}",
                        claim.partition(),
                        left,
                        grace.toSeconds());
            }
        }
        long written = System.nanoTime() + storeLimit.toNanos();
        for (PartitionClaim claim : claims) {
            if (!claim.writer().finish(Duration.ofNanos(Math.max(0, written - System.nanoTime())))) {
                LOG.warn(
                        "last checkpoint not written, its events will be delivered again partition={}",
                        claim.partition());
            }
        }
    }
}
