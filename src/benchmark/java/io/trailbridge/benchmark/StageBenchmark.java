package io.trailbridge.benchmark;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.Outcome;
import io.trailbridge.envelope.EventHeaders;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.eventhubs.LedgerBenchmarkStep;
import io.trailbridge.pipeline.Classify;
import io.trailbridge.pipeline.LeftOut;
import io.trailbridge.pipeline.MapEvents;
import io.trailbridge.pipeline.OpenEnvelope;
import io.trailbridge.pipeline.SealEnvelope;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What each stage of the way takes for one event, without a hub, a queue or a sink: the steps of the routes on an
 * exchange of their own, the ledger of a partition, and a batcher whose calls do nothing. CPU is that of all threads, since
 * a batcher has threads of its own; the compiler's and the collector's are not counted.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20, batchSize = 5_000)
@Measurement(iterations = 31, batchSize = 2_000)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class StageBenchmark {
    private static final int BURST = 100;
    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    /** The CPU time of all threads and the events within one iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        public long events;
        private long started;
        private long nanos;

        @Setup(Level.Iteration)
        public void start() {
            events = 0;
            started = all();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            nanos = all() - started;
        }

        private static long all() {
            return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
                    .filter(nanos -> nanos > 0)
                    .sum();
        }

        public double cpuMicros() {
            return events == 0 ? 0 : nanos / 1000.0 / events;
        }
    }

    private final CamelContext camel = new DefaultCamelContext();
    private final BatchMeters meters = new BatchMeters(new SimpleMeterRegistry());
    private final Classify classify = new Classify(false);
    private final SealEnvelope seal = new SealEnvelope("benchmark", Clock.systemUTC(), () -> MAX_MESSAGE_BYTES);
    private final OpenEnvelope open = new OpenEnvelope();
    private final MapEvents map = new MapEvents(
            new CloudTrailMapper("123456789012", null)::toCloudTrail,
            LeftOut.nothing("cloudtrail", meters),
            MapEvents.TEXT);
    private final LedgerBenchmarkStep ledger = new LedgerBenchmarkStep();
    private Batcher<String> batcher;
    private byte[] event;
    private String sealed;

    /** A sample, without its white space. */
    @Param({"alert.flat-cluster-role", "sub-assessment.container-image"})
    public String sample;

    /** Prints JMH's report and a line for each sample and stage: CPU of an event, and bytes of events a CPU second. */
    public static void main(String[] arguments) throws RunnerException, IOException {
        StringBuilder lines = new StringBuilder();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(StageBenchmark.class.getName())
                        .build())
                .run()) {
            double[] micros = result.getAggregatedResult().getIterationResults().stream()
                    .mapToDouble(iteration ->
                            iteration.getSecondaryResults().get("cpuMicros").getScore())
                    .sorted()
                    .toArray();
            String sample = result.getParams().getParam("sample");
            double median = micros[micros.length / 2];
            lines.append(String.format(
                    Locale.ROOT,
                    "%-32s %-10s %7.2f us of CPU (%.2f to %.2f), %,.0f MB a second of CPU%n",
                    sample,
                    result.getPrimaryResult().getLabel(),
                    median,
                    micros[0],
                    micros[micros.length - 1],
                    bytes(sample).length / median));
        }
        System.out.print(lines);
    }

    @Setup
    public void prepare() throws Exception {
        event = bytes(sample);
        Exchange exchange = received();
        classify.process(exchange);
        seal.process(exchange);
        sealed = exchange.getMessage().getBody(String.class);
        batcher = new Batcher<>(
                "benchmark",
                "benchmark",
                new BatchLimits(10, MAX_MESSAGE_BYTES, Duration.ofMillis(100), 2_000, 4),
                EntryShape.sized(String::length),
                entries -> Collections.nCopies(entries.size(), Outcome.ACCEPTED),
                meters.of("benchmark", "accepted", "by", "benchmark"));
    }

    @TearDown
    public void stop() {
        batcher.stop(Duration.ofSeconds(1));
    }

    @Benchmark
    public Object classify(Cpu cpu) {
        cpu.events++;
        Exchange exchange = received();
        classify.process(exchange);
        return exchange;
    }

    @Benchmark
    public Object seal(Cpu cpu) {
        cpu.events++;
        Exchange exchange = received();
        seal.process(exchange);
        return exchange;
    }

    @Benchmark
    public Object open(Cpu cpu) {
        cpu.events++;
        return opened();
    }

    /** Opening and mapping to CloudTrail. */
    @Benchmark
    public Object openAndMap(Cpu cpu) throws Exception {
        cpu.events++;
        Exchange exchange = opened();
        map.process(exchange);
        return exchange;
    }

    @Benchmark
    public void ledger(Cpu cpu) throws InterruptedException {
        cpu.events++;
        ledger.run();
    }

    /** A burst that fills ten calls, until its last entry is settled. */
    @Benchmark
    @Warmup(iterations = 20, batchSize = 50)
    @Measurement(iterations = 31, batchSize = 20)
    public void batcher(Cpu cpu) throws InterruptedException {
        cpu.events += BURST;
        CountDownLatch settled = new CountDownLatch(BURST);
        for (int i = 0; i < BURST; i++) {
            batcher.submit(sealed, failure -> settled.countDown());
        }
        settled.await();
    }

    private Exchange opened() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(sealed);
        open.process(exchange);
        return exchange;
    }

    /** As the consumer of the hub makes it. */
    private Exchange received() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(event);
        exchange.getMessage().setHeader(EventHubsConstants.PARTITION_ID, "3");
        exchange.getMessage().setHeader(EventHubsConstants.SEQUENCE_NUMBER, 90_211L);
        exchange.getMessage().setHeader(EventHubsConstants.ENQUEUED_TIME, Instant.parse("2026-05-05T10:00:00Z"));
        exchange.getMessage().setHeader(EventHubsConstants.METADATA, Map.of());
        exchange.getMessage().setHeader(EventHeaders.SYSTEM_PROPERTIES, Map.of());
        exchange.getMessage().setHeader(EventHeaders.OFFSET_STRING, "4096");
        exchange.getMessage().setHeader(EventHeaders.EVENT_HUB, "defender-export");
        exchange.getMessage().setHeader(EventHeaders.CONSUMER_GROUP, "$Default");
        return exchange;
    }

    private static byte[] bytes(String sample) throws IOException {
        try (InputStream stream = StageBenchmark.class.getResourceAsStream("/samples/" + sample + ".json")) {
            return JsonText.MAPPER.writeValueAsBytes(JsonText.MAPPER.readTree(stream));
        }
    }
}
