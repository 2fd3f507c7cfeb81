package io.trailbridge.sinks.cloudtrail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.StoppedException;
import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a sink behaves in a route whose context stops. */
class BatchRouteTest {
    private CloudTrailDataStandIn cloudTrail;
    private DefaultCamelContext camel;
    private final List<String> steps = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        cloudTrail = CloudTrailDataStandIn.start();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("cloudTrail", cloudTrail.client());
    }

    @AfterEach
    void stop() {
        camel.stop();
        cloudTrail.close();
    }

    private void startRoute(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("cloudtrail-channel:" + cloudTrail.channelArn() + "?" + options)
                        .process(exchange -> steps.add("after"));
                from("direct:again").to("cloudtrail-channel:" + cloudTrail.channelArn() + "?" + options);
            }
        });
        camel.start();
    }

    private CompletableFuture<Exchange> send(int number) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage()
                .setBody("""
                {"version":"1.0","UID":"%d","userIdentity":{"type":"system","principalId":"defender"},\
                "eventTime":"2024-01-15T10:30:00Z","eventName":"Alert","eventSource":"defender.microsoft.com",\
                "recipientAccountId":"%s"}""".formatted(number, cloudTrail.channelArn().split(":")[4]));
        return camel.createProducerTemplate().asyncSend("direct:in", exchange);
    }

    @Test
    void aStopWaitsForALingeringBatch() throws Exception {
        startRoute("linger=2000");
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 5).mapToObj(this::send).toList();
        await().until(() -> camel.getInflightRepository().size() == 5);
        camel.stop();
        assertEquals(5, cloudTrail.distinctIds());
        assertEquals(5, steps.size());
        all.forEach(future -> assertTrue(future.isDone() && future.join().getException() == null));
    }

    @Test
    void aStopInAnOutageFailsWhatIsHeldAsStoppedAndEnds() throws Exception {
        cloudTrail.faults().fail(Failure.UNAVAILABLE);
        startRoute("stopGrace=200");
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 5).mapToObj(this::send).toList();
        await().until(() -> camel.getInflightRepository().size() == 5);
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        all.forEach(future -> assertTrue(future.join().getException() instanceof StoppedException));
        assertEquals(List.of(), steps);
    }

    @Test
    void routesOfOneEndpointShareOneBatcherUntilTheLastOfThemStops() throws Exception {
        startRoute("linger=1");
        CloudTrailChannelComponent component =
                camel.getComponent("cloudtrail-channel", CloudTrailChannelComponent.class);
        assertEquals(1, component.batchStatuses().size());
        List<String> routes =
                camel.getRoutes().stream().map(route -> route.getRouteId()).toList();
        camel.getRouteController().stopRoute(routes.get(1));
        assertEquals(1, component.batchStatuses().size());
        assertEquals(Map.of(), send(1).join().getMessage().getHeaders());
        camel.getRouteController().stopRoute(routes.get(0));
        assertEquals(0, component.batchStatuses().size());
        camel.getRouteController().startRoute(routes.get(0));
        assertEquals(null, send(2).join().getException());
        assertEquals(2, cloudTrail.distinctIds());
    }
}
