package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.memory.InFlightBytes;
import io.trailbridge.memory.MemoryShares;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The consumer's bound on the bytes in its route, over all partitions. */
@Timeout(120)
class ConsumerMemoryTest {
    private static final int PARTITIONS = 4;
    private static final int EVENTS_EACH = 20;
    private static final int EVENT_BYTES = 100_000;

    private final InFlightBytes memory = new InFlightBytes(10 * EVENT_BYTES);
    private final Queue<AsyncCallback> held = new ConcurrentLinkedQueue<>();

    @Test
    void largeEventsWaitInTheHubWhileTheRouteHoldsTheBoundAndAllArriveWhenItGoesOn() throws Exception {
        try (HubFixture hub = new HubFixture(PARTITIONS);
                DefaultCamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < PARTITIONS * EVENTS_EACH; i++) {
                hub.server.hub(HubFixture.HUB).append(i % PARTITIONS, new byte[EVENT_BYTES], Map.of());
            }
            AtLeastOnceEventHubsComponent component = new AtLeastOnceEventHubsComponent();
            component.setCredentialsSource(hub.source());
            component.setCheckpointStore(hub.table.store);
            component.setSettings(TestReader.quick());
            component.setMemory(new MemoryShares(32 << 20, memory, InFlightBytes.unbounded()));
            context.addComponent("azure-eventhubs", component);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("azure-eventhubs:defender").process(new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            held.add(callback);
                            return false;
                        }
                    });
                }
            });
            context.start();

            // Each of the four may hold as much as it leaves free: two events each, of ten.
            await().until(() -> held.size() >= PARTITIONS && memory.held() > 5 * EVENT_BYTES);
            await().during(Duration.ofSeconds(1)).until(() -> memory.held() <= 10 * EVENT_BYTES);
            assertTrue(held.size() <= 10, held.size() + " events in the route");

            int settled = 0;
            while (settled < PARTITIONS * EVENTS_EACH) {
                await().until(() -> !held.isEmpty());
                held.remove().done(false);
                settled++;
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int last = partition;
                await().until(() -> hub.checkpoint(last) == EVENTS_EACH - 1);
            }
            assertEquals(0, memory.held());
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }
}
