package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.azure.MalformedConnectionStrings;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key in the wrong place of the secret is in no message, no line of the log and no answer of health. */
@Timeout(180)
class SecretsStayHiddenTest {
    private static final String KEY = "SharedAccessKey";

    private final LogLines log = LogLines.ofAll();
    private LocalClouds clouds;
    private Runnable undo;

    @BeforeEach
    void start() throws IOException {
        clouds = LocalClouds.start(1);
        undo = clouds.sdk().apply();
    }

    @AfterEach
    void stop() {
        undo.run();
        clouds.close();
        log.close();
    }

    private String withoutName() {
        return clouds.secret().replace(KEY + "=", "");
    }

    private void assertHidden(String text) {
        MalformedConnectionStrings.assertHidden(clouds.eventHubs().connectionString(LocalClouds.HUB), KEY, text);
    }

    @Test
    void aKeyWithoutItsNameEndsTheStart() {
        clouds.secrets().put(LocalClouds.SECRET, withoutName());
        SettingsException refused = assertThrows(
                SettingsException.class,
                () -> PipelineFixture.bridge(clouds, Path.of("routes"), Map.of())
                        .close());
        assertTrue(refused.getMessage().contains("its part 3 of"), refused.getMessage());
        assertHidden(refused.getMessage());
        assertHidden(String.join("\n", log.lines()));
    }

    @Test
    void aKeyWithoutItsNameInASecretThatIsEditedLeavesTheFormerInUse() throws Exception {
        try (Bridge bridge = PipelineFixture.bridge(clouds, Path.of("routes"), Map.of())) {
            bridge.start();
            clouds.eventHubs().faults().rotateKey("RootManageSharedAccessKey", "bmV3IHNlY3JldCBvZiB0aGUgaHVi");
            clouds.secrets().put(LocalClouds.SECRET, withoutName());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bridge.faults().present().stream()
                            .anyMatch(fault -> fault.code() == FaultCode.SECRET_UNREADABLE));
            assertHidden(bridge.faults().present().toString());
            assertHidden(HealthCheckHelper.invoke(bridge.context()).stream()
                    .map(result -> result.getMessage() + " " + result.getError() + " " + result.getDetails())
                    .collect(Collectors.joining("\n")));
            assertHidden(String.join("\n", log.lines()));
        }
    }
}
