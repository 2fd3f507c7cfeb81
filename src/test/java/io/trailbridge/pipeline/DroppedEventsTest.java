package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.camel.SinkArrival;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DroppedEventsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Faults faults = new Faults(Clock.systemUTC(), nanos::get);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutePolicyFactory((context, routeId, route) -> new DroppedEvents(
                routeId, endpoint -> endpoint.getEndpointUri().startsWith("direct://source"), meters, faults));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:source")
                        .routeId("filtered")
                        .filter(header("EventKnd").isNotEqualTo("alert"))
                        .stop()
                        .end()
                        .to("direct:sinks");
                from("direct:sinks").routeId("sinks").process(SinkArrival::reached);
                from("direct:elsewhere").routeId("elsewhere").setBody(constant("dropped"));
                from("direct:source-of-copies")
                        .routeId("copies")
                        .split(body())
                        .process(SinkArrival::reached)
                        .end();
                from("direct:source-that-fails").routeId("fails").process(exchange -> {
                    throw new IllegalStateException("as the test wants it");
                });
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private double dropped(String route) {
        return meters.get("trailbridge.dropped").tag("route", route).counter().count();
    }

    private void send(int events, String header) {
        for (int i = 0; i < events; i++) {
            template.sendBodyAndHeader("direct:source", "event", header, "alert");
        }
    }

    @Test
    void anEventThatCameToNoSinkCountsAsDropped() {
        assertEquals(0, dropped("filtered"));
        send(2, "EventKind");
        send(3, "EventKnd");
        assertEquals(2, dropped("filtered"));
        assertEquals(0, dropped("sinks"));
    }

    @Test
    void anEventWhoseCopyCameToASinkIsNotDropped() {
        template.sendBody("direct:source-of-copies", "event");
        assertEquals(0, dropped("copies"));
    }

    @Test
    void anEventThatFailedIsNotDropped() {
        template.send("direct:source-that-fails", exchange -> {});
        assertEquals(0, dropped("fails"));
    }

    @Test
    void aRouteThatDropsAllForAWhileIsSaidUntilAnEventArrives() {
        send(DroppedEvents.MANY, "EventKind");
        assertTrue(faults.present().isEmpty());
        nanos.addAndGet(DroppedEvents.LONG.toNanos());
        send(1, "EventKind");
        assertEquals(FaultCode.ROUTE_DROPS_ALL, faults.present().get(0).code());
        assertEquals("route filtered", faults.present().get(0).at());
        assertFalse(faults.present().get(0).down());
        send(1, "EventKnd");
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void fewEventsThatAreDroppedInALongTimeAreNotSaid() {
        for (int i = 0; i < DroppedEvents.MANY - 1; i++) {
            send(1, "EventKind");
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void aRouteIsSaidWithItsHundredthDropOfFiveMinutesAndNotBefore() {
        send(1, "EventKind");
        nanos.addAndGet(DroppedEvents.LONG.toNanos());
        send(DroppedEvents.MANY - 2, "EventKind");
        assertTrue(faults.present().isEmpty());
        send(1, "EventKind");
        assertEquals(FaultCode.ROUTE_DROPS_ALL, faults.present().get(0).code());
    }

    @Test
    void theFaultOfARouteGoesWithIt() throws Exception {
        send(DroppedEvents.MANY, "EventKind");
        nanos.addAndGet(DroppedEvents.LONG.toNanos());
        send(1, "EventKind");
        assertEquals(1, faults.present().size());
        camel.getRouteController().stopRoute("filtered");
        camel.removeRoute("filtered");
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void whatPassesThroughARouteThatIsNoSourceIsNotCountedThere() {
        template.sendBody("direct:elsewhere", "event");
        assertEquals(0, dropped("elsewhere"));
    }
}
