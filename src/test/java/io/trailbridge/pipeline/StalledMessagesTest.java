package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StalledMessagesTest {
    private final Faults faults = new Faults();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private StalledMessages watch;

    @BeforeEach
    void start() throws Exception {
        watch = new StalledMessages(
                camel,
                endpoint -> endpoint.getEndpointUri().startsWith("direct://queue"),
                Duration.ofMillis(50),
                faults);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:queue")
                        .routeId("deliver")
                        .process(exchange -> {})
                        .id("quick")
                        .to("direct:step");
                from("direct:step")
                        .routeId("shared")
                        .process(exchange -> {
                            entered.countDown();
                            end.await();
                        })
                        .id("endless");
                from("direct:other").routeId("other").to("direct:step");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        watch.close();
        camel.stop();
        assertEquals(List.of(), faults.present());
    }

    private CompletableFuture<Object> send(String endpoint) throws InterruptedException {
        CompletableFuture<Object> sent = camel.createProducerTemplate().asyncRequestBody(endpoint, "message");
        entered.await();
        return sent;
    }

    @Test
    void healthIsDownByAMessageThatDoesNotLeaveAStep() throws Exception {
        CompletableFuture<Object> sent = send("direct:queue");

        Awaitility.await().until(() -> {
            watch.look();
            return !faults.present().isEmpty();
        });
        Fault fault = faults.present().get(0);
        assertEquals(FaultCode.MESSAGE_STALLED, fault.code());
        assertEquals("messages of route deliver", fault.at());
        assertTrue(fault.cause().contains("in step endless of route shared"), fault.cause());
        assertTrue(fault.down());

        end.countDown();
        sent.get();
        watch.look();
        assertEquals(List.of(), faults.present());
    }

    @Test
    void aMessageThatIsQuickEnoughIsNoFault() throws Exception {
        watch.close();
        watch = new StalledMessages(camel, endpoint -> true, Duration.ofMinutes(10), faults);
        send("direct:queue");

        watch.look();
        assertEquals(List.of(), faults.present());
    }

    @Test
    void routesWhoseSourceIsNoQueueAreNotLookedAt() throws Exception {
        send("direct:other");

        long until = System.nanoTime() + Duration.ofMillis(200).toNanos();
        Awaitility.await().until(() -> {
            watch.look();
            return System.nanoTime() > until;
        });
        assertEquals(List.of(), faults.present());
    }

    @Test
    void aRouteThatIsRemovedLeavesNoFault() throws Exception {
        send("direct:queue");
        Awaitility.await().until(() -> {
            watch.look();
            return !faults.present().isEmpty();
        });

        end.countDown();
        camel.getRouteController().stopRoute("deliver");
        camel.removeRoute("deliver");
        watch.look();
        assertEquals(List.of(), faults.present());
    }

    @Test
    void theChecksRunByThemselvesOnceStarted() throws Exception {
        watch.start();
        send("direct:queue");
        Awaitility.await().until(() -> !faults.present().isEmpty());
    }

    @Test
    void nothingIsLeftOfWhatIsClosed() throws Exception {
        send("direct:queue");
        Awaitility.await().until(() -> {
            watch.look();
            return !faults.present().isEmpty();
        });

        watch.close();
        watch.look();
        assertEquals(List.of(), faults.present());
    }

    @Test
    void aRouteThatIsAddedAgainIsLookedAtAgain() throws Exception {
        watch.look();
        camel.getRouteController().stopRoute("deliver");
        camel.removeRoute("deliver");
        watch.look();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:queue").routeId("deliver").to("direct:step");
            }
        });
        send("direct:queue");

        Awaitility.await().until(() -> {
            watch.look();
            return !faults.present().isEmpty();
        });
    }
}
