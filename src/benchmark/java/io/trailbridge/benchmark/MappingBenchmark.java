package io.trailbridge.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.asff.AsffMapper;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the mapping of one alert of 4 kB costs on one core. Measured is what a mapper does with a message: telling its
 * kind, bringing it into one form, mapping, the target's checks, and writing the result as JSON text; with OCSF also
 * the original's text, its hash and the time of day. Not measured are the parsing of the message, its envelope, and
 * sending. CPU is that of the mapping thread, so that other load of the machine is not counted as such, and neither is
 * the collector's thread. Warm-up is counted in operations, for the same reason: a run of 100,000 reaches the steady
 * state. A core that shares its units with a neighbour, as those of a cloud machine do, is at times slower by a half
 * and more; so many short iterations are measured, and their median is printed with the fastest and the slowest.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20, batchSize = 5_000)
@Measurement(iterations = 31, batchSize = 2_000)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
@State(Scope.Thread)
public class MappingBenchmark {
    private static final String ACCOUNT = "123456789012";

    /** The CPU time of the thread and the operations within one iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        public long operations;
        private long started;
        private long nanos;

        @Setup(Level.Iteration)
        public void start() {
            operations = 0;
            started = THREADS.getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            nanos = THREADS.getCurrentThreadCpuTime() - started;
        }

        public double cpuMicros() {
            return operations == 0 ? 0 : nanos / 1000.0 / operations;
        }
    }

    private final EventOrigin origin =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00Z"), 0);
    private final CloudTrailMapper cloudTrail = new CloudTrailMapper(ACCOUNT, null);
    private final OcsfMapper ocsf = new OcsfMapper(OcsfMapper.VERSION, true, null);
    private final AsffMapper asff = new AsffMapper(ACCOUNT, "us-east-1", "aws", null);
    private JsonNode alert;

    /**
     * Two of the samples, each 4 kB without its white space: one in the form in which most alerts are exported, one
     * with seven entities that name each other.
     */
    @Param({"alert.flat-cluster-role", "alert.flat-rich-entities"})
    public String sample;

    /** Prints JMH's report and a line for each sample and benchmark: microseconds of CPU of one operation. */
    public static void main(String[] arguments) throws RunnerException {
        StringBuilder lines = new StringBuilder();
        Options options =
                new OptionsBuilder().include(MappingBenchmark.class.getName()).build();
        for (RunResult result : new Runner(options).run()) {
            double[] micros = result.getAggregatedResult().getIterationResults().stream()
                    .mapToDouble(iteration ->
                            iteration.getSecondaryResults().get("cpuMicros").getScore())
                    .sorted()
                    .toArray();
            lines.append(String.format(
                    Locale.ROOT,
                    "%-26s %-12s %6.1f us of CPU (%.1f to %.1f)%n",
                    result.getParams().getParam("sample"),
                    result.getPrimaryResult().getLabel(),
                    micros[micros.length / 2],
                    micros[0],
                    micros[micros.length - 1]));
        }
        System.out.print(lines);
    }

    @Setup
    public void read() throws IOException {
        try (InputStream stream = MappingBenchmark.class.getResourceAsStream("/samples/" + sample + ".json")) {
            alert = JsonText.parse(stream.readAllBytes()).orElseThrow();
        }
        for (List<MappedEvent> results : List.of(cloudTrail(), ocsf(), asff())) {
            if (results.get(0).failed()) {
                throw new IllegalStateException(results.get(0).failure());
            }
        }
    }

    @Benchmark
    public Object cloudTrail(Cpu cpu) {
        cpu.operations++;
        return cloudTrail();
    }

    @Benchmark
    public Object ocsf(Cpu cpu) {
        cpu.operations++;
        return ocsf();
    }

    @Benchmark
    public Object asff(Cpu cpu) {
        cpu.operations++;
        return asff();
    }

    /** One event's three formats, as a run with three sinks makes them. */
    @Benchmark
    public Object three(Cpu cpu) {
        cpu.operations++;
        return List.of(cloudTrail(), ocsf(), asff());
    }

    private List<MappedEvent> cloudTrail() {
        return cloudTrail.toCloudTrail(alert, origin);
    }

    private List<MappedEvent> ocsf() {
        return ocsf.toOcsf(alert, origin);
    }

    private List<MappedEvent> asff() {
        return asff.toAsff(alert, origin);
    }
}
