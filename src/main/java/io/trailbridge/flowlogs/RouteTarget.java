package io.trailbridge.flowlogs;

import io.trailbridge.envelope.DeadLetterHeaders;
import io.trailbridge.flowlogs.format.Reject;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;

/** Sends rows and rejects to routes: one list of rows per exchange, one reject per exchange. Thread-safe. */
final class RouteTarget implements RowTarget, AutoCloseable {
    static final String ROWS = "direct:flow-log-rows";
    static final String REJECTS = "direct:flow-log-rejects";
    private static final String ROUTE = "ingest-flow-logs";

    private final AsyncProducer rows;
    private final AsyncProducer rejects;
    private final Clock clock;

    RouteTarget(CamelContext context, Clock clock) {
        this.clock = clock;
        rows = producer(context.getEndpoint(ROWS));
        rejects = producer(context.getEndpoint(REJECTS));
    }

    private static AsyncProducer producer(Endpoint endpoint) {
        try {
            AsyncProducer producer = endpoint.createAsyncProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception failed) {
            throw new IllegalStateException(
                    "nothing can be sent to " + endpoint.getEndpointUri() + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void store(List<String> chunk, Consumer<Exception> done) {
        Exchange exchange = rows.getEndpoint().createExchange();
        exchange.getMessage().setBody(chunk);
        send(rows, exchange, done);
    }

    @Override
    public void park(BlobReference blob, Reject reject, Consumer<Exception> done) {
        Exchange exchange = rejects.getEndpoint().createExchange();
        exchange.getMessage().setBody(reject.document(blob.url()));
        String reason = reject.summary(blob.name());
        exchange.getMessage()
                .setHeader(
                        DeadLetterHeaders.FAILURE_REASON,
                        reason.substring(0, Math.min(reason.length(), DeadLetterHeaders.MAX_REASON)));
        exchange.getMessage().setHeader(DeadLetterHeaders.FAILURE_TYPE, reject.code());
        exchange.getMessage().setHeader(DeadLetterHeaders.FAILED_ROUTE, ROUTE);
        exchange.getMessage()
                .setHeader(DeadLetterHeaders.FAILED_AT, clock.instant().toString());
        send(rejects, exchange, done);
    }

    private static void send(AsyncProducer producer, Exchange exchange, Consumer<Exception> done) {
        producer.process(exchange, sync -> done.accept(exchange.getException()));
    }

    @Override
    public void close() {
        ServiceHelper.stopService(rows, rejects);
    }
}
