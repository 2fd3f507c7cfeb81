package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A contestant at work: starts its JVM, gives it events, and keeps what was measured. Closing it ends the JVM. */
final class Match implements AutoCloseable {
    private static final int STALL_SECONDS = 120;

    private final Contestant contestant;
    private final ChildJvm servers;
    private final int partitions;
    private final ChildJvm jvm;
    private final List<Turn> steady = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final double firstSeconds;
    private final Usage atFirst;
    private double allReadSeconds;
    private Turn fresh;

    private Match(
            Contestant contestant, ChildJvm servers, int partitions, ChildJvm jvm, double firstSeconds, Usage atFirst) {
        this.contestant = contestant;
        this.servers = servers;
        this.partitions = partitions;
        this.jvm = jvm;
        this.firstSeconds = firstSeconds;
        this.atFirst = atFirst;
    }

    /** Starts it with one event in each partition, and waits until the first one is delivered. */
    static Match start(Contestant contestant, ChildJvm servers, BenchOptions options, Path folder)
            throws IOException, InterruptedException {
        servers.ask("publish", contestant.label(), options.partitions());
        ChildJvm jvm = jvm(contestant, Subject.class, servers, options, folder);
        JsonNode first = arrivals(contestant, servers, 1);
        return new Match(
                contestant,
                servers,
                options.partitions(),
                jvm,
                first.get("seconds").asDouble(),
                Usage.of(jvm.ask("look")));
    }

    /** A JVM in the place of the contestant among the servers. */
    static ChildJvm jvm(Contestant contestant, Class<?> main, ChildJvm servers, BenchOptions options, Path folder)
            throws IOException, InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>();
        servers.ask("place", contestant.label())
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        List<String> jvmOptions = new ArrayList<>(List.of("-Xmx512m", "-Dlog4j2.configurationFile=log4j2.xml"));
        jvmOptions.addAll(options.jvm());
        return ChildJvm.start(
                contestant.label(),
                main,
                jvmOptions,
                environment,
                folder.resolve(contestant.label() + ".log"),
                contestant.label());
    }

    /** The first events after the start, once all partitions are read. */
    void runFresh(int events) throws InterruptedException {
        allReadSeconds =
                arrivals(contestant, servers, partitions).get("seconds").asDouble();
        fresh = run(events, "publish", contestant.label(), events);
    }

    void runSteady(int events) throws InterruptedException {
        steady.add(run(events, "publish", contestant.label(), events));
    }

    /** Events at an even rate, so many percent of what it has done in its turns. */
    void runFlow(int percent, int seconds) throws InterruptedException {
        double rate = percent
                / 100.0
                * median(steady.stream().mapToDouble(Turn::eventsPerSecond).toArray());
        Turn turn = run((int) (rate * seconds), "flow", contestant.label(), rate, seconds);
        JsonNode late = servers.ask("latency", contestant.label());
        flows.add(new Flow(
                percent,
                rate,
                late.get("p50").asDouble(),
                late.get("p99").asDouble(),
                late.get("max").asDouble(),
                turn));
    }

    private Turn run(int events, Object... publish) throws InterruptedException {
        Usage before = Usage.of(jvm.ask("look"));
        long serversBefore = servers.ask("cpu").get("nanos").asLong();
        servers.ask(publish);
        JsonNode arrived = arrivals(contestant, servers, events);
        if (!servers.ask("settled", contestant.label()).get("settled").asBoolean()) {
            throw new IllegalStateException(contestant.label() + " leaves messages in its queue");
        }
        Usage used = Usage.of(jvm.ask("look")).since(before);
        return new Turn(
                events,
                arrived.get("seconds").asDouble(),
                arrived.get("again").asInt(),
                used,
                servers.ask("cpu").get("nanos").asLong() - serversBefore);
    }

    private static JsonNode arrivals(Contestant contestant, ChildJvm servers, int events) throws InterruptedException {
        JsonNode arrived = servers.ask("await", contestant.label(), events, STALL_SECONDS);
        int lost = events - arrived.get("arrived").asInt();
        if (lost > 0) {
            throw new IllegalStateException(contestant.label() + " has lost " + lost + " of " + events
                    + " events: none has come for " + STALL_SECONDS + " s");
        }
        return arrived;
    }

    static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    Contestant contestant() {
        return contestant;
    }

    /** From the start of its JVM to its first event in the channel. */
    double firstSeconds() {
        return firstSeconds;
    }

    /** What its JVM had used by then. */
    Usage atFirst() {
        return atFirst;
    }

    /** From the start of its JVM until it had delivered the first event of each partition. */
    double allReadSeconds() {
        return allReadSeconds;
    }

    Turn fresh() {
        return fresh;
    }

    List<Turn> steady() {
        return steady;
    }

    List<Flow> flows() {
        return flows;
    }

    @Override
    public void close() {
        jvm.close();
    }
}
