package io.trailbridge.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What the matches have shown, as a table and as JSON. A figure of several turns is their median. */
final class Report {
    private static final int GROUPS = 8;

    private final List<Match> matches;
    private final Capacity capacity;
    private final Comparison comparison;

    Report(List<Match> matches, Capacity capacity) {
        this.matches = matches;
        this.capacity = capacity;
        comparison = new Comparison(
                matches.stream().map(match -> match.contestant().label()).toList());
        steady();
        fresh();
        flows();
    }

    private void steady() {
        ofTurns("events/s", Turn::eventsPerSecond);
        ofTurns("  against the servers alone", turn -> turn.eventsPerSecond() / capacity.inSequence());
        ofTurns("CPU us/event", turn -> turn.each(turn.usage().cpuNanos() / 1e3));
        ofTurns(
                "  of its threads",
                turn -> turn.each(sum(turn.usage().threadNanos().values()) / 1e3));
        ofTurns(
                "  of compiler and collector",
                turn -> turn.each((turn.usage().cpuNanos()
                                - sum(turn.usage().threadNanos().values()))
                        / 1e3));
        ofTurns("allocated bytes/event", turn -> turn.each(turn.usage().allocatedBytes()));
        ofTurns("servers' CPU us/event", turn -> turn.each(turn.serverNanos() / 1e3));
        ofTurns("calls/event", turn -> turn.each(sum(turn.usage().calls().values())));
        for (String operation : operations()) {
            ofTurns("  " + operation, turn -> turn.each(turn.usage().calls().getOrDefault(operation, 0L)));
        }
        ofTurns("events that came again", Turn::again);
        ofTurns("memory of the process MB", turn -> turn.usage().residentBytes() / 1e6);
        ofTurns("heap used MB", turn -> turn.usage().heapBytes() / 1e6);
    }

    private void fresh() {
        for (Match match : matches) {
            String name = match.contestant().label();
            comparison.add("start: s to the first event", name, match.firstSeconds());
            comparison.add(
                    "start: CPU s to the first event", name, match.atFirst().cpuNanos() / 1e9);
            comparison.add("start: s until all partitions are read", name, match.allReadSeconds());
            Turn fresh = match.fresh();
            comparison.add("first events: events/s", name, fresh.eventsPerSecond());
            comparison.add(
                    "first events: CPU us/event", name, fresh.each(fresh.usage().cpuNanos() / 1e3));
            comparison.add(
                    "first events: CPU against later ones",
                    name,
                    fresh.each(fresh.usage().cpuNanos() / 1e3)
                            / comparison.figures().get("CPU us/event").get(name));
        }
    }

    private void flows() {
        for (Match match : matches) {
            for (Flow flow : match.flows()) {
                String name = match.contestant().label();
                String at = "at " + flow.percent() + " %: ";
                comparison.add(at + "events/s", name, flow.eventsPerSecond());
                comparison.add(at + "latency p50 ms", name, flow.p50Millis());
                comparison.add(at + "latency p99 ms", name, flow.p99Millis());
                comparison.add(at + "latency max ms", name, flow.maxMillis());
                comparison.add(
                        at + "CPU us/event",
                        name,
                        flow.turn().each(flow.turn().usage().cpuNanos() / 1e3));
            }
        }
    }

    private void ofTurns(String figure, ToDoubleFunction<Turn> value) {
        for (Match match : matches) {
            comparison.add(
                    figure,
                    match.contestant().label(),
                    Match.median(match.steady().stream().mapToDouble(value).toArray()));
        }
    }

    /** Those that were called in a turn. */
    private TreeSet<String> operations() {
        TreeSet<String> operations = new TreeSet<>();
        for (Match match : matches) {
            for (Turn turn : match.steady()) {
                turn.usage().calls().forEach((operation, calls) -> {
                    if (calls > 0) {
                        operations.add(operation);
                    }
                });
            }
        }
        return operations;
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    String text() {
        StringBuilder text = new StringBuilder(comparison.toString());
        for (Match match : matches) {
            Turn last = match.steady().get(match.steady().size() - 1);
            text.append(String.format(
                    Locale.ROOT,
                    "%nCPU us/event of the threads of %s, last turn%n",
                    match.contestant().label()));
            last.usage().threadNanos().entrySet().stream()
                    .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                    .limit(GROUPS)
                    .forEach(group -> text.append(String.format(
                            Locale.ROOT, "%10.1f  %s%n", last.each(group.getValue() / 1e3), group.getKey())));
        }
        return text.append(servers()).toString();
    }

    private String servers() {
        return String.format(
                Locale.ROOT,
                "%nthe servers alone, events/s: read from the hub %,.0f, sent in tens %,.0f, received and deleted in tens"
                        + " %,.0f, put in hundreds %,.0f; one after the other %,.0f%n",
                capacity.hub(),
                capacity.send(),
                capacity.receive(),
                capacity.channel(),
                capacity.inSequence());
    }

    ObjectNode json(BenchOptions options) {
        ObjectNode json = Json.object();
        json.set("options", Json.of(options));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("java", System.getProperty("java.runtime.version"));
        json.set("serversAlone", Json.of(capacity));
        json.set("figures", Json.of(comparison.figures()));
        ObjectNode turns = json.putObject("turns");
        for (Match match : matches) {
            ObjectNode of = turns.putObject(match.contestant().label());
            of.set("fresh", Json.of(match.fresh()));
            of.set("steady", Json.of(match.steady()));
            of.set("flows", Json.of(match.flows()));
        }
        return json;
    }
}
