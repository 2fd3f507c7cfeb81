package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.standin.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.language.simple.types.BinaryOperatorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as an integration engineer edits them. */
class EditedRoutesTest {
    private static final String NOT_THESE = """
                    - filter:
                        simple: "${bodyAs(String)} contains 'drop-me'"
                        steps:
                          - stop: {}
                    - choice:
                        when:
                          - simple: "${bodyAs(String)} contains 'secureScores'"
                            steps:
                              - setHeader: {name: MyMark, constant: score}
            """;
    private static final String STEPS = "      steps:\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void anEventThatAStepDropsCountsAsDone() throws Exception {
        String readme = Files.readString(Path.of("docs/routes.md"));
        int example = readme.indexOf("```yaml\n") + 8;
        edit("deliver-cloudtrail.camel.yaml", STEPS, STEPS + readme.substring(example, readme.indexOf("```", example)));
        edit("ingest-defender.camel.yaml", STEPS, STEPS + NOT_THESE);
        try (LogLines warnings = LogLines.of(BinaryOperatorType.class); Road road = Road.start(folder, Map.of())) {
            assertEquals(List.of(), warnings.lines());
            road.publish(0, "{\"drop-me\":1}");
            Set<String> uids = road.publish(1);
            road.publish(0, "{\"id\":\"/subscriptions/0b3c8a7e-0d52-4f6b-9d5c-5f4f6f1f2a11/providers/Microsoft.Security/secureScores/ascScore\","
                    + "\"type\":\"Microsoft.Security/secureScores\",\"properties\":{\"score\":{\"max\":2,\"current\":1}}}");
            uids.addAll(road.publish(3));

            road.awaitDelivered(uids);

            await().atMost(Duration.ofSeconds(30)).until(() -> road.count("trailbridge.events.processed") == 6);
            assertEquals(5, road.count("trailbridge.sqs.sent"));
            assertEquals(1, dropped(road, "ingest-defender"));
            await().atMost(Duration.ofSeconds(30)).until(() -> road.clouds().sqs().depth(road.clouds().queue().url())
                    + road.clouds().sqs().held(road.clouds().queue().url()) == 0);
            assertEquals(uids, road.clouds().cloudTrail().timesAccepted().keySet());
            assertEquals(1, dropped(road, "deliver-cloudtrail"));
            assertEquals(0, road.clouds().sqs().depth(road.clouds().queue().deadLetterUrl()));
        }
    }

    @Test
    void anEditIsLoadedWithoutARestartAndABrokenOneKeepsTheOldRoutes() throws Exception {
        try (Road road = Road.start(folder, Map.of(
                "TRAILBRIDGE_ROUTES_RELOAD", "true", "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "4"))) {
            road.awaitDelivered(road.publish(3));
            Path file = folder.resolve("deliver-cloudtrail.camel.yaml");
            String good = Files.readString(file);

            Files.writeString(file, good.replace("- route:", "- route: ["));
            road.awaitDelivered(road.publish(3));
            Files.writeString(file, good.replace("description: Delivers", "description: Edited, delivers"));
            awaitDescription(road, "Edited,");
            road.awaitDelivered(road.publish(3));

            Files.writeString(file, good.replace(STEPS, STEPS + "        - wireTap: {uri: \"direct:copy\"}\n"));
            road.awaitDelivered(road.publish(3));
            Files.writeString(file, good.replace("description: Delivers", "description: Again edited, delivers"));
            awaitDescription(road, "Again edited,");
            road.awaitDelivered(road.publish(3));
            assertTrue(road.bridge().context().getRouteController().getRouteStatus("ingest-defender").isStarted());
        }
    }

    @Test
    void aLogStepIsSeenAtTheLevelOfTrailbridge() throws Exception {
        edit("deliver-cloudtrail.camel.yaml", STEPS, STEPS + "        - log: {message: \"kind ${header.EventKind}\"}\n");
        try (LogLines lines = LogLines.of("io.trailbridge.routes.deliver-cloudtrail");
                Road road = Road.start(folder, Map.of())) {
            road.awaitDelivered(road.publish(1));
            assertTrue(lines.lines().get(0).startsWith("kind "), lines.lines().toString());
        }
    }

    @Test
    void anEditThatLeavesAQueueUnreadKeepsTheOldRoutes() throws Exception {
        try (LogLines lines = LogLines.of(RouteReload.class); Road road = Road.start(folder, Map.of(
                "TRAILBRIDGE_ROUTES_RELOAD", "true", "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "4"))) {
            Path file = folder.resolve("deliver-cloudtrail.camel.yaml");
            Files.writeString(file, Files.readString(file).replace("aws2-sqs:cloudtrail\n", "direct:cloudtrail\n")
                    .replaceAll("(?s)      parameters:.*?      steps:", "      steps:"));

            await().atMost(Duration.ofSeconds(40)).until(() -> lines.lines().stream().anyMatch(line ->
                    line.contains("edited routes not used") && line.contains("reads the queue of the sink cloudtrail")));

            road.awaitDelivered(road.publish(3));
        }
    }

    @Test
    void anEditThatTakesTheIdOfAnotherFileKeepsTheOldRoutes() throws Exception {
        Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "direct:mine"));
        try (LogLines lines = LogLines.of(RouteReload.class); Road road = Road.start(folder, Map.of(
                "TRAILBRIDGE_ROUTES_RELOAD", "true", "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "4"))) {
            Files.writeString(folder.resolve("mine.camel.yaml"),
                    route("mine", "direct:mine") + route("deliver-cloudtrail", "direct:other"));

            await().atMost(Duration.ofSeconds(40)).until(() -> lines.lines().toString(), text ->
                    text.contains("edited routes not used") && text.contains("route deliver-cloudtrail has the id of"));

            road.awaitDelivered(road.publish(3));
            assertTrue(road.bridge().context().getRouteController().getRouteStatus("mine").isStarted());
        }
    }

    private static String route(String id, String from) {
        return "- route: {id: " + id + ", from: {uri: \"" + from + "\", steps: [{log: {message: mine}}]}}\n";
    }

    private static double dropped(Road road, String route) {
        return road.bridge().context().getRegistry().findSingleByType(MeterRegistry.class)
                .get("trailbridge.dropped").tag("route", route).counter().count();
    }

    private static void awaitDescription(Road road, String start) {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            Route route = road.bridge().context().getRoute("deliver-cloudtrail");
            return route != null && route.getDescription().startsWith(start);
        });
    }

    private void edit(String name, String what, String with) throws IOException {
        Path file = folder.resolve(name);
        String before = Files.readString(file);
        String after = before.replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(with));
        assertTrue(!after.equals(before), name + " has no such text");
        Files.writeString(file, after);
    }
}
