package io.trailbridge.sinks.securitylake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.parquet.io.PositionOutputStream;

/**
 * What a row of the lake costs on one core, checked and written, for flows and for alerts; how large objects are; and
 * how a million flows go through the component into S3's stand-in in the same JVM, with the heap that was needed.
 * CPU is that of the thread that does the work, so that other load of the machine is not counted.
 */
public final class LakeBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String VERSION = OcsfMapper.OLDER_VERSION;
    private static final int ROUNDS = 6;
    /** These fill their objects, so that in the end none waits for company. */
    private static final int FLOWS = 1_000_000;

    private static final int FLOWS_IN_AN_EXCHANGE = 1_000;
    private static final double MB = 1 << 20;

    private LakeBenchmark() {}

    /** Prints one line for each measurement. */
    public static void main(String[] arguments) throws IOException {
        List<String> flows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            flows.add(flow(i));
        }
        measure(4001, flows);
        flows.clear();
        measure(2004, alerts(5_000));
        measure(2004, alerts(10));
        throughTheComponent();
    }

    private static String flow(int number) {
        return LakeEvents.flow(
                "11111111-2222-3333-4444-555555555555", 1_777_939_200_000L + number * 13L % 600_000, number);
    }

    private static List<String> alerts(int count) throws IOException {
        OcsfMapper mapper = new OcsfMapper(VERSION, true, null);
        EventOrigin origin = new EventOrigin("hub", "3", 1L, Instant.parse("2026-05-05T10:00:00Z"), 0);
        ObjectMapper json = new ObjectMapper();
        List<String> alerts = new ArrayList<>();
        for (long n = 0; alerts.size() < count; n++) {
            if (SampleEvents.kindOf(n).equals("alert")) {
                for (MappedEvent event : mapper.toOcsf(json.readTree(SampleEvents.at(n)), origin)) {
                    alerts.add(event.json());
                }
            }
        }
        return alerts;
    }

    private static void measure(int classUid, List<String> events) throws IOException {
        LakeRows rows = new LakeRows(VERSION, "benchmark");
        LakeSchema schema = LakeSchema.of(VERSION, classUid);
        double check = 0;
        double write = 0;
        Discarded file = new Discarded();
        long json = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long started = THREADS.getCurrentThreadCpuTime();
            List<LakeRow> checked = events.stream().map(rows::row).toList();
            check = micros(started, events.size());
            json = checked.stream().mapToLong(LakeRow::bytes).sum();
            file = new Discarded();
            started = THREADS.getCurrentThreadCpuTime();
            RowWriter.write(checked, schema, file);
            write = micros(started, events.size());
        }
        print(
                "class %d, %,6d rows an object: %5.1f us of CPU a row to check, %6.1f to write; %6.0f bytes of JSON a row,"
                        + " %7.1f in the object, which has %,d bytes",
                classUid,
                events.size(),
                check,
                write,
                (double) json / events.size(),
                (double) file.getPos() / events.size(),
                file.getPos());
    }

    private static double micros(long started, int rows) {
        return (THREADS.getCurrentThreadCpuTime() - started) / 1_000.0 / rows;
    }

    private static void throughTheComponent() throws IOException {
        try (S3StandIn s3 = S3StandIn.start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("s3", s3.client());
            camel.start();
            String lake = "security-lake:benchmark?region=us-east-1&maxAge=10000&networkActivity=s3://" + s3.bucket()
                    + "/ext/flows";
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            var template = camel.createProducerTemplate();
            template.setThreadedAsyncMode(false);
            long started = System.nanoTime();
            for (int sent = 0; sent < FLOWS; sent += FLOWS_IN_AN_EXCHANGE) {
                List<String> rows = new ArrayList<>(FLOWS_IN_AN_EXCHANGE);
                for (int i = 0; i < FLOWS_IN_AN_EXCHANGE; i++) {
                    rows.add(flow(sent + i));
                }
                Exchange exchange = new DefaultExchange(camel);
                exchange.getMessage().setBody(rows);
                all.add(template.asyncSend(lake, exchange).thenApply(done -> {
                    done.getMessage().setBody(null);
                    return done;
                }));
            }
            all.forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - started) / 1e9;
            print(
                    "%,d flows through the component: %,.0f rows/s, %d objects; old generation %.0f MB at most, of a"
                            + " heap of %.0f MB",
                    FLOWS,
                    FLOWS / seconds,
                    s3.timesStored(),
                    heap() / MB,
                    Runtime.getRuntime().maxMemory() / MB);
        }
    }

    /** The most that ever was in the old generation, garbage included: bytes. */
    private static double heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getName().contains("Tenured") || pool.getName().contains("Old"))
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .max()
                .orElse(0);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static final class Discarded extends PositionOutputStream {
        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) {
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            position += length;
        }
    }
}
