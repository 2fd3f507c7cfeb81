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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as an integration engineer edits them. */
@Tag("slow")
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
        try (LogLines warnings = LogLines.of(BinaryOperatorType.class);
                PipelineFixture pipeline = PipelineFixture.start(folder, Map.of())) {
            assertEquals(List.of(), warnings.lines());
            pipeline.publish(0, "{\"drop-me\":1}");
            Set<String> uids = pipeline.publish(1);
            pipeline.publish(
                    0,
                    "{\"id\":\"/subscriptions/0b3c8a7e-0d52-4f6b-9d5c-5f4f6f1f2a11/providers/"
                            + "Microsoft.Security/secureScores/ascScore\","
                            + "\"type\":\"Microsoft.Security/secureScores\",\"properties\":{\"score\":{\"max\":2,\"current\":1}}}");
            uids.addAll(pipeline.publish(3));

            pipeline.awaitDelivered(uids);

            await().atMost(Duration.ofSeconds(30)).until(() -> pipeline.count("trailbridge.events.processed") == 6);
            assertEquals(5, pipeline.count("trailbridge.sqs.sent"));
            assertEquals(1, dropped(pipeline, "ingest-defender"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> pipeline.clouds()
                                            .sqs()
                                            .depth(pipeline.clouds().queue().url())
                                    + pipeline.clouds()
                                            .sqs()
                                            .held(pipeline.clouds().queue().url())
                            == 0);
            assertEquals(uids, pipeline.clouds().cloudTrail().timesAccepted().keySet());
            assertEquals(1, dropped(pipeline, "deliver-cloudtrail"));
            assertEquals(
                    0, pipeline.clouds().sqs().depth(pipeline.clouds().queue().deadLetterUrl()));
        }
    }

    @Test
    void anEditIsLoadedWithoutARestartAndABrokenOneKeepsTheOldRoutes() throws Exception {
        try (PipelineFixture pipeline = PipelineFixture.start(
                folder,
                Map.of("TRAILBRIDGE_ROUTES_RELOAD", "true", "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "4"))) {
            pipeline.awaitDelivered(pipeline.publish(3));
            Path file = folder.resolve("deliver-cloudtrail.camel.yaml");
            String good = Files.readString(file);

            Files.writeString(file, good.replace("- route:", "- route: ["));
            pipeline.awaitDelivered(pipeline.publish(3));
            Files.writeString(file, good.replace("description: Delivers", "description: Edited, delivers"));
            awaitDescription(pipeline, "Edited,");
            pipeline.awaitDelivered(pipeline.publish(3));

            Files.writeString(file, good.replace(STEPS, STEPS + "        - wireTap: {uri: \"direct:copy\"}\n"));
            pipeline.awaitDelivered(pipeline.publish(3));
            Files.writeString(file, good.replace("description: Delivers", "description: Again edited, delivers"));
            awaitDescription(pipeline, "Again edited,");
            pipeline.awaitDelivered(pipeline.publish(3));
            assertTrue(pipeline.bridge()
                    .context()
                    .getRouteController()
                    .getRouteStatus("ingest-defender")
                    .isStarted());
        }
    }

    @Test
    void aLogStepIsSeenAtTheLevelOfTrailbridge() throws Exception {
        edit(
                "deliver-cloudtrail.camel.yaml",
                STEPS,
                STEPS + "        - log: {message: \"kind ${header.EventKind}\"}\n");
        try (LogLines lines = LogLines.of("io.trailbridge.routes.deliver-cloudtrail");
                PipelineFixture pipeline = PipelineFixture.start(folder, Map.of())) {
            pipeline.awaitDelivered(pipeline.publish(1));
            assertTrue(lines.lines().get(0).startsWith("kind "), lines.lines().toString());
        }
    }

    @Test
    void anEditThatLeavesAQueueUnreadKeepsTheOldRoutes() throws Exception {
        try (LogLines lines = LogLines.of(RouteReload.class);
                PipelineFixture pipeline = PipelineFixture.start(
                        folder,
                        Map.of(
                                "TRAILBRIDGE_ROUTES_RELOAD",
                                "true",
                                "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT",
                                "4"))) {
            Path file = folder.resolve("deliver-cloudtrail.camel.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("aws2-sqs:cloudtrail\n", "direct:cloudtrail\n")
                            .replaceAll("(?s)      parameters:.*?      steps:", "      steps:"));

            await().atMost(Duration.ofSeconds(40))
                    .until(() -> lines.lines().stream()
                            .anyMatch(line -> line.contains("edited routes not used")
                                    && line.contains("reads the queue of the sink cloudtrail")));

            pipeline.awaitDelivered(pipeline.publish(3));
        }
    }

    @Test
    void anEditThatTakesTheIdOfAnotherFileKeepsTheOldRoutes() throws Exception {
        Files.writeString(folder.resolve("mine.camel.yaml"), route("mine", "direct:mine"));
        try (LogLines lines = LogLines.of(RouteReload.class);
                PipelineFixture pipeline = PipelineFixture.start(
                        folder,
                        Map.of(
                                "TRAILBRIDGE_ROUTES_RELOAD",
                                "true",
                                "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT",
                                "4"))) {
            Files.writeString(
                    folder.resolve("mine.camel.yaml"),
                    route("mine", "direct:mine") + route("deliver-cloudtrail", "direct:other"));

            await().atMost(Duration.ofSeconds(40))
                    .until(
                            () -> lines.lines().toString(),
                            text -> text.contains("edited routes not used")
                                    && text.contains("route deliver-cloudtrail has the id of"));

            pipeline.awaitDelivered(pipeline.publish(3));
            assertTrue(pipeline.bridge()
                    .context()
                    .getRouteController()
                    .getRouteStatus("mine")
                    .isStarted());
        }
    }

    private static String route(String id, String from) {
        return "- route: {id: " + id + ", from: {uri: \"" + from + "\", steps: [{log: {message: mine}}]}}\n";
    }

    private static double dropped(PipelineFixture pipeline, String route) {
        return pipeline.bridge()
                .context()
                .getRegistry()
                .findSingleByType(MeterRegistry.class)
                .get("trailbridge.dropped")
                .tag("route", route)
                .counter()
                .count();
    }

    private static void awaitDescription(PipelineFixture pipeline, String start) {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            Route route = pipeline.bridge().context().getRoute("deliver-cloudtrail");
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
