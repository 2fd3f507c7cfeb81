package io.trailbridge.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.flowlogs.FlowLogSettings;
import io.trailbridge.flowlogs.ReadFlowLogs;
import io.trailbridge.flowlogs.StorageAccess;
import io.trailbridge.flowlogs.StorageCredentials;
import io.trailbridge.flowlogs.StorageCredentialsSource;
import io.trailbridge.standin.aws.StandInAccount;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The process that reads; its sink holds rows as the lake does, so many at a time, and then lets them go. */
public final class FlowLogBenchmarkReader {
    private static final int SINK_HOLDS = 50_000;

    private FlowLogBenchmarkReader() {}

    /** Takes the connection string, the table's endpoint, the notice and the number of tuples. */
    public static void main(String[] arguments) throws Exception {
        int tuples = Integer.parseInt(arguments[3]);
        DynamoDbClient table = StandInAccount.configure(DynamoDbClient.builder(), URI.create(arguments[1])).build();
        DefaultCamelContext context = new DefaultCamelContext();
        ReadFlowLogs reader = new ReadFlowLogs(context,
                new StorageAccess(StorageCredentialsSource.of(new StorageCredentials(null, null, null, arguments[0]))),
                table, FlowLogBenchmark.TABLE, FlowLogSettings.defaults(), new SimpleMeterRegistry());
        HoldingSink sink = new HoldingSink(tuples);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:flow-log-rows").process(sink);
                from("direct:flow-log-rejects").process(exchange -> {
                    throw new IllegalStateException(exchange.getMessage().getBody(String.class));
                });
            }
        });
        context.start();
        JsonNode notice = JsonText.parse(arguments[2]).orElseThrow();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(new Envelope(notice, "hub", "0", 1L, null));
        CompletableFuture<Void> done = new CompletableFuture<>();
        long start = System.nanoTime();
        reader.process(exchange, sync -> done.complete(null));
        done.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(usage -> usage.getUsed()).sum();
        System.out.printf(Locale.ROOT, "rows        %,d, %,d bytes of JSON%n", sink.rows, sink.bytes);
        System.out.printf(Locale.ROOT, "time        %.1f s, %,.0f tuples/s%n", seconds, tuples / seconds);
        System.out.printf(Locale.ROOT, "heap        %d MiB at most, of %d MiB%n", peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        reader.stop();
        context.stop();
        System.exit(sink.rows == tuples ? 0 : 1);
    }

    /** Not before it is full, or has seen the last row, is any row stored. */
    private static final class HoldingSink extends AsyncProcessorSupport {
        private final int last;
        private final List<AsyncCallback> callbacks = new ArrayList<>();
        private final List<List<?>> held = new ArrayList<>();
        private long rows;
        private long bytes;
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
                for (Object row : chunk) {
                    bytes += ((String) row).length();
                }
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
