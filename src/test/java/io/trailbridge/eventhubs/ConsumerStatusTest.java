package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aConsumerThatStartsIsNoProblem() {
        assertTrue(status(true, null, null).problems(NOW).isEmpty());
    }

    @Test
    void oneWithoutAClientNamesItsHubAndTheCause() {
        assertEquals(List.of("no client for hub azure-eventhubs:defender: no such secret"),
            status(true, null, "no such secret").problems(NOW));
    }

    @Test
    void loadBalancingIsMissedFromTheStartOfTheClientOn() {
        assertTrue(status(true, NOW.minusSeconds(120), null).problems(NOW).isEmpty());
        assertEquals(List.of("no load balancing since 2026-01-02T03:02:04Z on hub azure-eventhubs:defender"),
            status(true, NOW.minusSeconds(121), null).problems(NOW));
    }

    @Test
    void oneThatIsStoppedHasNoProblems() {
        assertTrue(status(false, null, "no such secret").problems(NOW).isEmpty());
    }

    private static ConsumerStatus status(boolean running, Instant startedAt, String lastError) {
        return new ConsumerStatus("ingest", "azure-eventhubs:defender", running, false, startedAt, null, List.of(),
            lastError, lastError == null ? null : NOW, EventHubsSettings.defaults());
    }
}
