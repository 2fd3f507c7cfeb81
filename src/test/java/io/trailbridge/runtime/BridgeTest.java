package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.settings.Settings;
import io.trailbridge.standin.LocalClouds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BridgeTest {
    @Test
    void anEventOfTheHubArrivesInTheChannel() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(2)) {
            Runnable undo = clouds.sdk().apply();
            Map<String, String> environment = new HashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
            clouds.eventHubs().hub(LocalClouds.HUB).append(0, "{\"SystemAlertId\":\"a1\",\"AlertType\":\"T\",\"AlertDisplayName\":\"d\",\"TimeGenerated\":\"2024-01-01T00:00:00Z\",\"Severity\":\"High\"}");
            try (Bridge bridge = new Bridge(Settings.load(null, environment, new Properties()), Path.of("routes"))) {
                bridge.init();
                bridge.start();
                await().atMost(Duration.ofSeconds(60)).until(() -> clouds.cloudTrail().distinctIds() == 1);
                System.out.println(clouds.cloudTrail().accepted());
                await().atMost(Duration.ofSeconds(60)).until(() -> clouds.sqs().held(clouds.queue().url()) == 0);
            } finally {
                undo.run();
            }
            assertEquals(0, clouds.sqs().depth(clouds.queue().url()));
        }
    }
}
