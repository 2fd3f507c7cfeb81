package io.trailbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The way from the hub to the channel, of Trailbridge, of a plain Camel route and of a loop by hand, on the same servers
 * and in turns: A B C A B C. Each of them and the servers have a JVM of their own; the others wait while one has its
 * turn. Fails when an event is lost. Options: {@link BenchOptions}.
 */
public final class Bench {
    private static final int[] PERCENTS = {25, 50, 100};
    private static final Path FOLDER = Path.of("target", "bench");

    private final BenchOptions options;
    private final List<Match> matches = new ArrayList<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        int code = 0;
        try {
            new Bench(BenchOptions.fromProperties()).run();
        } catch (IllegalArgumentException | IllegalStateException failed) {
            System.err.println("bench: " + failed.getMessage());
            code = 1;
        } catch (Exception failed) {
            failed.printStackTrace();
            code = 1;
        }
        System.exit(code);
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Capacity capacity;
        try (ChildJvm servers = ChildJvm.start(
                        "servers",
                        Servers.class,
                        List.of("-Xmx2g", "-Dsun.net.httpserver.nodelay=true"),
                        Map.of(),
                        FOLDER.resolve("servers.log"),
                        Integer.toString(options.partitions()),
                        Integer.toString(options.eventBytes()),
                        Integer.toString(options.delayMs()));
                ChildJvm client = Match.jvm(Contestant.CEILING, Ceiling.class, servers, options, FOLDER)) {
            say("the servers by themselves, not counted: they and this client are to be warm");
            capacity(servers, client);
            measure(servers);
            say("the servers by themselves");
            capacity = capacity(servers, client);
        } finally {
            matches.forEach(Match::close);
        }
        Report report = new Report(matches, capacity);
        Path result = FOLDER.resolve("result.json");
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(result.toFile(), report.json(options));
        System.out.printf(Locale.ROOT, "%n%s%nThe same and each turn: %s%n", report.text(), result);
    }

    private Capacity capacity(ChildJvm servers, ChildJvm client) throws InterruptedException {
        servers.ask("publish", Contestant.CEILING.label(), options.events());
        return Capacity.of(client.ask("run", options.events()), options.events());
    }

    private void measure(ChildJvm servers) throws IOException, InterruptedException {
        for (Contestant contestant : options.only()) {
            say("start of " + contestant.label());
            matches.add(Match.start(contestant, servers, options, FOLDER));
        }
        for (Match match : matches) {
            say("first events of " + match.contestant().label());
            match.runFresh(options.events());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Match match : matches) {
                say("round " + round + " of " + match.contestant().label());
                match.runSteady(options.events());
            }
        }
        if (options.latency()) {
            for (int percent : PERCENTS) {
                for (Match match : matches) {
                    say("latency of " + match.contestant().label() + " at " + percent + " %");
                    match.runFlow(percent, options.latencySeconds());
                }
            }
        }
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
