package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.standin.LocalClouds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What health reports from its first answer on. */
@Timeout(180)
@Tag("slow")
class StartingTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private LocalClouds clouds;
    private Runnable undo;
    private int port;

    @BeforeEach
    void startClouds() throws IOException {
        clouds = LocalClouds.start(1);
        undo = clouds.sdk().apply();
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stopClouds() {
        undo.run();
        clouds.close();
    }

    @Test
    void startingIsAliveAndNotReadyAndIsNamedUntilEverythingReads() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Such a hub holds the start up for as long as it is waited for.
            clouds.secrets()
                    .put(
                            LocalClouds.SECRET,
                            clouds.secret().replaceFirst("localhost:\\d+", "localhost:" + silent.getLocalPort()));
            CompletableFuture<Bridge> starting = CompletableFuture.supplyAsync(this::bridge);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> get("ready").body().contains("starting: checking the hub"));
            assertEquals(503, get("ready").statusCode());
            assertEquals(200, get("live").statusCode(), get("live").body());
            assertEquals(200, get("").statusCode(), get("").body());
            clouds.secrets().put(LocalClouds.SECRET, clouds.secret());
            try (Bridge bridge = starting.join()) {
                bridge.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> status("start").equals("UP"));
                assertEquals(200, get("live").statusCode());
            }
        }
    }

    @Test
    void aStartThatIsRefusedLeavesThePort() throws Exception {
        clouds.secrets().put(LocalClouds.SECRET, clouds.secret().replace("$Default", "nobody"));
        SettingsException refused = assertThrows(SettingsException.class, () -> {
            try (Bridge bridge = new Bridge(Catalog.load(null, environment(), new Properties()), Path.of("routes"))) {
                bridge.init();
            }
        });
        assertTrue(refused.getMessage().contains("nobody"), refused.getMessage());
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            new ServerSocket(port).close();
            return true;
        });
    }

    private Bridge bridge() {
        try {
            return PipelineFixture.bridge(
                    clouds,
                    Path.of("routes"),
                    Map.of(
                            "TRAILBRIDGE_HTTP_ADDRESS",
                            "127.0.0.1:" + port,
                            "TRAILBRIDGE_AZURE_CREDENTIALS_REFRESH",
                            "1s"));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What readiness reports for one check. */
    private String status(String check) throws Exception {
        for (JsonNode one : JsonText.parse(get("ready").body()).orElseThrow().path("checks")) {
            if (one.path("name").asText().equals(check)) {
                return one.path("status").asText();
            }
        }
        return "";
    }

    private Map<String, String> environment() {
        Map<String, String> environment = clouds.environment();
        environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + port);
        return environment;
    }

    private HttpResponse<String> get(String kind) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/" + kind))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
