package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trailbridge.standin.LocalClouds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The region is given in one place and reaches every client. */
@Tag("slow")
class OneRegionTest {
    @Test
    @Timeout(120)
    void theSettingOfTheRegionServesTheLakeAndTheLogGroupsToo() throws Exception {
        assumeTrue(System.getenv("AWS_REGION") == null, "the environment has a region of its own");
        try (LocalClouds clouds = LocalClouds.start(1)) {
            Runnable undo = clouds.sdk().apply();
            System.clearProperty("aws.region");
            Map<String, String> environment = clouds.environmentOfAllSinks();
            environment.remove("AWS_REGION");
            environment.put("TRAILBRIDGE_AWS_REGION", "us-east-1");
            try (Bridge bridge = new Bridge(Catalog.load(null, environment, new Properties()), Path.of("routes"))) {
                bridge.init();
                bridge.start();
                clouds.eventHubs()
                        .hub(LocalClouds.HUB)
                        .append(
                                0,
                                "{\"SystemAlertId\":\"a\",\"AlertType\":\"T\","
                                        + "\"Severity\":\"Low\",\"AlertDisplayName\":\"d\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\"}");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> clouds.s3().objects(clouds.s3().bucket()).size() > 0);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> clouds.cloudWatchLogs().calls("PutLogEvents") > 0);
            } finally {
                undo.run();
            }
        }
    }
}
