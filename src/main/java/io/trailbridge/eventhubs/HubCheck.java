package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.PartitionProperties;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.OneLine;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before the start whether a hub can be read as configured: the hub exists, the credentials are accepted, the
 * consumer group exists and a receiver is admitted. Conditions that may change with time, such as a hub that does not
 * answer or is busy, are left to the consumer, which retries and reports them.
 */
final class HubCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HubCheck.class);

    private HubCheck() {}

    /**
     * Checks the hub. Blocks for 30 s at most.
     *
     * @throws IllegalStateException when the hub refuses permanently; names hub, cause and remedy
     */
    static void check(HubAddress connection) {
        try (HubDescriber reader = new HubDescriber(connection)) {
            Map<String, PartitionProperties> partitions = reader.read().partitions();
            // In a partition that has an event, the event proves that the receiver was admitted.
            partitions.values().stream()
                    .filter(one -> !one.isEmpty())
                    .findFirst()
                    .or(() -> partitions.values().stream().findFirst())
                    .ifPresent(reader::receiveOne);
        } catch (RuntimeException failure) {
            HubFailure why = HubFailure.of(failure);
            if (why.code() == FaultCode.HUB_ACCESS_DENIED || why.code() == FaultCode.HUB_NOT_FOUND) {
                throw new IllegalStateException(
                        OneLine.of("hub " + connection + " cannot be read: " + why.cause() + ": " + why.remedy()),
                        failure);
            }
            LOG.debug("hub cannot be checked at the start hub={}", connection, failure);
        }
    }
}
