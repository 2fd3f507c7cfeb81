package io.trailbridge.sinks.cloudwatchlogs;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.aws.StandInAccount;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** The component in a Camel context, before a stand-in whose time does not move. */
final class LogsFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final String PREFIX = "/trailbridge/defender";
    static final String ALERTS = PREFIX + "/alert";
    static final String STREAM = "trailbridge";
    static final String URI = "cloudwatch-logs:" + PREFIX;

    final CloudWatchLogsStandIn logs = CloudWatchLogsStandIn.start();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();
    /** Without retries by the SDK, so that each failure is seen. */
    private final CloudWatchLogsClient client = StandInAccount.configure(
                    CloudWatchLogsClient.builder(), logs.endpoint())
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();

    LogsFixture() {
        logs.clock(Clock.fixed(NOW, ZoneOffset.UTC));
        camel.getRegistry().bind("logs", client);
        camel.getRegistry().bind("meters", meters);
        camel.start();
        template = camel.createProducerTemplate();
    }

    CompletableFuture<Exchange> send(Object body) {
        return send(URI, body);
    }

    CompletableFuture<Exchange> send(String to, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return template.asyncSend(to, exchange);
    }

    /** Hands over on the calling thread, which waits while there is no place, and reports the end. */
    void sendHere(String to, Object body, Consumer<Exception> end) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        producers
                .computeIfAbsent(to, this::producer)
                .process(exchange, doneSync -> end.accept(exchange.getException()));
    }

    private AsyncProducer producer(String to) {
        try {
            AsyncProducer producer = camel.getEndpoint(to).createAsyncProducer();
            ServiceHelper.startService(producer);
            camel.addService(producer);
            return producer;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    CloudWatchLogsComponent component() {
        return camel.getComponent("cloudwatch-logs", CloudWatchLogsComponent.class);
    }

    /** Returns the status of the one endpoint that a test uses; idle before it is used. */
    BatchStatus status() {
        return component().batchStatuses().stream().findFirst().orElse(new BatchStatus(URI, 0, null, null));
    }

    List<String> messages(String group) {
        return logs.accepted(group).stream()
                .map(CloudWatchLogsStandIn.Stored::message)
                .toList();
    }

    static LogEntry alert(Instant at, String message) {
        return new LogEntry("alert", at, message);
    }

    static LogEntry alert(String message) {
        return alert(NOW, message);
    }

    static RejectedException rejection(CompletableFuture<Exchange> sent) {
        return assertInstanceOf(RejectedException.class, sent.join().getException());
    }

    @Override
    public void close() {
        camel.stop();
        client.close();
        logs.close();
    }
}
