package io.trailbridge.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.FlowLogSettings;
import io.trailbridge.flowlogs.ReadFlowLogs;
import io.trailbridge.flowlogs.storage.StorageAccess;
import io.trailbridge.flowlogs.storage.StorageCredentials;
import io.trailbridge.standin.aws.StandInAccount;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The process that reads. Its rows go to Security Lake, or, to see what reading costs by itself, to a sink that holds
 * rows as the lake does, so many at a time, and then lets them go.
 */
public final class FlowLogBenchmarkReader {
    private static final int SINK_HOLDS = 50_000;
    private static final int POLL_MILLIS = 20;
    private static final String ROWS = "rows";

    private FlowLogBenchmarkReader() {}

    /**
     * Takes the connection string, the table's endpoint, the notice, the number of tuples, and the endpoint and bucket of
     * the lake, if rows are to go there.
     */
    public static void main(String[] arguments) throws Exception {
        int tuples = Integer.parseInt(arguments[3]);
        DynamoDbClient table = StandInAccount.configure(DynamoDbClient.builder(), URI.create(arguments[1]))
                .build();
        DefaultCamelContext context = new DefaultCamelContext();
        ReadFlowLogs reader = new ReadFlowLogs(
                context,
                new StorageAccess(
                        CredentialsSource.of(new StorageCredentials(null, null, null, arguments[0])), Set.of()),
                table,
                FlowLogBenchmark.TABLE,
                FlowLogSettings.defaults(),
                new SimpleMeterRegistry(),
                new Faults(),
                Duration.ofMinutes(5));
        boolean stores = arguments.length > 4;
        if (stores) {
            context.getRegistry()
                    .bind(
                            "s3",
                            StandInAccount.configure(S3Client.builder(), URI.create(arguments[4]))
                                    .forcePathStyle(true)
                                    .build());
        }
        AtomicInteger rows = new AtomicInteger();
        HoldingSink sink = new HoldingSink(tuples);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var rowRoute = from("direct:flow-log-rows")
                        .routeId(ROWS)
                        .process(chunk -> rows.addAndGet(
                                chunk.getMessage().getBody(List.class).size()));
                if (stores) {
                    rowRoute.to("security-lake:benchmark?region=us-east-1&networkActivity=s3://" + arguments[5]
                            + "/ext/flows/");
                } else {
                    rowRoute.process(sink);
                }
                from("direct:flow-log-rejects").process(exchange -> {
                    throw new IllegalStateException(exchange.getMessage().getBody(String.class));
                });
            }
        });
        context.start();
        JsonNode notice = JsonText.parse(arguments[2]).orElseThrow();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(new Envelope(notice, "hub", "0", 1L, null, null, null));
        CompletableFuture<Long> end = new CompletableFuture<>();
        long start = System.nanoTime();
        reader.process(exchange, sync -> end.complete(System.nanoTime()));
        while (!end.isDone()) {
            // The last rows may fill no object: a stop of their route stores them.
            if (stores && rows.get() == tuples) {
                context.getRouteController().stopRoute(ROWS);
            }
            Thread.sleep(POLL_MILLIS);
        }
        double seconds = (end.join() - start) / 1e9;
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%-11s %,d rows in %.1f s, %,.0f tuples/s; heap %d MiB at most, of %d MiB%n",
                stores ? "to the lake" : "reading",
                rows.get(),
                seconds,
                tuples / seconds,
                peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        reader.stop();
        context.stop();
        System.exit(rows.get() == tuples ? 0 : 1);
    }

    /** Not before it is full, or has seen the last row, is any row stored. */
    private static final class HoldingSink extends AsyncProcessorSupport {
        private final int last;
        private final List<AsyncCallback> callbacks = new ArrayList<>();
        private final List<List<?>> held = new ArrayList<>();
        private long rows;
        private int holding;

        HoldingSink(int last) {
            this.last = last;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            List<AsyncCallback> stored = List.of();
            synchronized (this) {
                List<?> chunk = exchange.getMessage().getBody(List.class);
                held.add(chunk);
                callbacks.add(callback);
                rows += chunk.size();
                holding += chunk.size();
                if (holding >= SINK_HOLDS || rows >= last) {
                    stored = List.copyOf(callbacks);
                    callbacks.clear();
                    held.clear();
                    holding = 0;
                }
            }
            stored.forEach(one -> one.done(false));
            return false;
        }
    }
}
