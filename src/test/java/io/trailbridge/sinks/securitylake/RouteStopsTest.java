package io.trailbridge.sinks.securitylake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.aws.S3StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that may wait for an hour, in routes that stop. */
@Timeout(60)
@Tag("slow")
class RouteStopsTest {
    private final S3StandIn s3 = S3StandIn.start();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("s3", s3.client());
        String lake =
                "security-lake:lake?region=us-east-1&maxAge=3600000&networkActivity=s3://" + s3.bucket() + "/ext/n";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows").routeId("rows").to(lake);
                // Like a queue: stops taking messages at once, and is waited for.
                from("seda:queue?multipleConsumers=false").routeId("queue").to("direct:rows");
                from("direct:others").routeId("others").log("nothing");
            }
        });
        camel.getShutdownStrategy().setTimeout(20);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        s3.close();
    }

    private CompletableFuture<Exchange> send(int number) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(LakeEvents.flow("s", number, number));
        return camel.createProducerTemplate().asyncSend("direct:rows", exchange);
    }

    private List<CompletableFuture<Exchange>> lingering() {
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 5).mapToObj(this::send).toList();
        await().until(() -> camel.getInflightRepository().size("rows") == 5);
        assertEquals(0, s3.timesStored());
        return all;
    }

    @Test
    void aStopOfTheContextStoresWhatWaits() {
        List<CompletableFuture<Exchange>> all = lingering();
        long started = System.nanoTime();
        camel.stop();
        assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(15), "the stop waited for the rows");
        all.forEach(exchange -> assertNull(exchange.join().getException()));
        assertEquals(1, s3.timesStored());
    }

    @Test
    void aRouteThatStopsByItselfStoresWhatWaitsAndLaterRowsWaitAgain() throws Exception {
        List<CompletableFuture<Exchange>> all = lingering();
        camel.getRouteController().stopRoute("rows");
        all.forEach(exchange -> assertNull(exchange.join().getException()));
        assertEquals(1, s3.timesStored());
        camel.getRouteController().startRoute("rows");
        lingeringAgain();
    }

    private void lingeringAgain() throws Exception {
        int before = s3.timesStored();
        CompletableFuture<Exchange> later = send(77);
        await().until(() -> camel.getInflightRepository().size("rows") == 1);
        await().during(Duration.ofMillis(300)).until(() -> !later.isDone());
        assertEquals(before, s3.timesStored());
        camel.getRouteController().stopRoute("rows");
        assertNull(later.join().getException());
        assertEquals(before + 1, s3.timesStored());
    }

    @Test
    void aRouteWhoseExchangesWaitInAnotherRouteIsHeardToo() throws Exception {
        camel.createProducerTemplate().sendBody("seda:queue", LakeEvents.flow("s", 1, 1));
        await().until(() -> camel.getInflightRepository().size("rows") == 1);
        camel.getRouteController().stopRoute("queue");
        assertEquals(1, s3.timesStored());
        lingeringAgain();
    }
}
