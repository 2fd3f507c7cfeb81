package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.JsonText;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar trailbridge.jar} as a user starts it, from a folder that is not its own. */
class PackagedJarIT {
    @TempDir
    private Path folder;

    @Test
    void itTellsItsVersionAndItsOptions() throws Exception {
        try (TrailbridgeProcess version = TrailbridgeProcess.start(Map.of(), "--version");
                TrailbridgeProcess help = TrailbridgeProcess.start(Map.of(), "--help")) {
            assertEquals(0, version.exitCode(60));
            assertTrue(version.output().matches("trailbridge \\d+\\.\\d+\\.\\d+\\S*\\s*"), version.output());
            assertEquals(0, help.exitCode(60));
            assertTrue(help.output().contains("--routes=DIR"), help.output());
            assertTrue(help.output().contains("--config=FILE"), help.output());
        }
    }

    @Test
    void drainDeliversWhatIsThereAndExits0() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(2)) {
            Set<String> uids = append(clouds, 300);
            Path config = Files.write(
                    folder.resolve("settings.properties"),
                    List.of(
                            "trailbridge.mode=drain",
                            "trailbridge.log.format=json",
                            "trailbridge.eventhubs.loadBalancingInterval=1s",
                            "trailbridge.azure.credentialsSecret=" + LocalClouds.SECRET));
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.remove("AZURE_CREDENTIALS_SECRET_NAME");
            try (TrailbridgeProcess drain =
                    TrailbridgeProcess.start(environment, "run", "--config", config.toString())) {
                assertEquals(0, drain.exitCode(120), drain::output);
                assertEquals(uids, clouds.cloudTrail().timesAccepted().keySet());
                assertEquals(0, clouds.sqs().depth(clouds.queue().url()));
                drain.output().lines().forEach(line -> assertTrue(line.startsWith("{\"timestamp\":\""), line));
            }
            try (TrailbridgeProcess again =
                    TrailbridgeProcess.start(environment, "run", "--config", config.toString())) {
                assertEquals(0, again.exitCode(120), again::output);
            }
            assertEquals(0, clouds.cloudTrail().duplicates());
        }
    }

    @Test
    void aDrainThatFailsAfterItsStartExits1() throws Exception {
        copyRoutes();
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route: {id: one, from: {uri: "direct:mine", steps: [{log: {message: one}}]}}
                - route: {id: two, from: {uri: "direct:mine", steps: [{log: {message: two}}]}}
                """);
        try (LocalClouds clouds = LocalClouds.start(1)) {
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_MODE", "drain");
            try (TrailbridgeProcess drain = TrailbridgeProcess.start(environment, "--routes", folder.toString())) {
                assertEquals(1, drain.exitCode(120), drain::output);
                assertTrue(drain.output().contains("Multiple consumers for the same endpoint"), drain::output);
            }
        }
    }

    @Test
    void aLogStepOfAnEditedRouteIsShown() throws Exception {
        copyRoutes();
        Path file = folder.resolve("deliver-cloudtrail.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "      steps:\n",
                                "      steps:\n        - log: {message: \"kind ${header.EventKind}\"}\n"));
        try (LocalClouds clouds = LocalClouds.start(2)) {
            append(clouds, 3);
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_MODE", "drain");
            try (TrailbridgeProcess drain = TrailbridgeProcess.start(environment, "--routes", folder.toString())) {
                assertEquals(0, drain.exitCode(120), drain::output);
                assertTrue(drain.output().contains("INFO  deliver-cloudtrail kind "), drain::output);
            }
        }
    }

    private void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void itShowsHealthAndMetricsAndStopsInOrderOnSigterm() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(2)) {
            int port = freePort();
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + port);
            environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                Set<String> uids = append(clouds, 200);
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> !process.isAlive()
                                || clouds.cloudTrail().timesAccepted().keySet().containsAll(uids));
                assertTrue(process.isAlive(), process::output);

                assertTrue(get(port, "/observe/health").contains("\"status\":\"UP\""), get(port, "/observe/health"));
                assertTrue(get(port, "/observe/health/live").contains("UP"));
                assertTrue(get(port, "/observe/health/ready").contains("event-hubs"));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> get(port, "/observe/metrics"), text -> text.contains("trailbridge_lag_seconds"));
                String metrics = get(port, "/observe/metrics");
                for (String meter : List.of(
                        "trailbridge_events_received_total",
                        "trailbridge_events_processed_total",
                        "trailbridge_sqs_sent_total",
                        "trailbridge_checkpoints_updated_total",
                        "trailbridge_delivered_total",
                        "trailbridge_retried_total",
                        "trailbridge_dead_lettered_total",
                        "trailbridge_in_flight{at=\"eventhubs",
                        "trailbridge_lag_events",
                        "trailbridge_lag_seconds")) {
                    assertTrue(metrics.contains(meter), meter + " is not in\n" + metrics);
                }

                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
                assertTrue(process.output().contains("stopped"), process::output);
            }
            try (TrailbridgeProcess next = TrailbridgeProcess.start(environment)) {
                Set<String> uids = append(clouds, 20);
                await().atMost(Duration.ofSeconds(90))
                        .until(() ->
                                clouds.cloudTrail().timesAccepted().keySet().containsAll(uids));
                assertEquals(0, clouds.cloudTrail().duplicates(), next::output);
            }
        }
    }

    @Test
    void aKilledProcessLeavesNoFiles() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(1)) {
            int port = freePort();
            Map<String, String> environment = new LinkedHashMap<>(clouds.environmentOfAllSinks());
            environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + port);
            try (TrailbridgeProcess process = TrailbridgeProcess.startWith("-Djava.io.tmpdir=" + folder, environment)) {
                await().atMost(Duration.ofSeconds(120))
                        .ignoreExceptionsMatching(IOException.class::isInstance)
                        .until(() -> !process.isAlive()
                                || JsonText.parse(get(port, "/observe/health/ready"))
                                        .orElseThrow()
                                        .path("status")
                                        .asText()
                                        .equals("UP"));
                assertTrue(process.isAlive(), process::output);
                process.kill();
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    private long published;

    private Set<String> append(LocalClouds clouds, int events) {
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < events; i++, published++) {
            uids.addAll(SampleEvents.expectedUids(published));
            clouds.eventHubs().hub(LocalClouds.HUB).append((int) (published % 2), SampleEvents.at(published), Map.of());
        }
        return uids;
    }

    private static String get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
