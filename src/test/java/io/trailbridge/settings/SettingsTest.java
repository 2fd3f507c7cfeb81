package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsSaidNearerWins() throws IOException {
        Path file = file("trailbridge.checkpoint.table=from-file", "trailbridge.eventhubs.maxInFlight=10",
                "trailbridge.aws.region=eu-west-1");
        Properties system = new Properties();
        system.setProperty("trailbridge.aws.region", "eu-central-1");

        Settings settings = Settings.load(file, Map.of("DYNAMODB_TABLE_NAME", "from-environment"), system);

        assertEquals("from-environment", settings.text(Setting.CHECKPOINT_TABLE));
        assertEquals(10, settings.number(Setting.EVENTS_IN_FLIGHT, 1, 100));
        assertEquals("eu-central-1", settings.text(Setting.AWS_REGION));
        assertEquals("continuous", settings.text(Setting.MODE));
    }

    @Test
    void everyPropertyHasAnEnvironmentName() {
        Settings settings = Settings.load(null, Map.of("TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT", "7"), new Properties());

        assertEquals(7, settings.number(Setting.EVENTS_IN_FLIGHT, 1, 100));
        assertEquals("TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT", Setting.EVENTS_IN_FLIGHT.environment());
        assertEquals("SQS_QUEUE_URL", Setting.CLOUDTRAIL_QUEUE.environment());
    }

    @Test
    void aBlankValueCountsAsNotSet() {
        Settings settings = Settings.load(null, Map.of("AWS_REGION", "  "), new Properties());

        assertFalse(settings.isSet(Setting.AWS_REGION));
    }

    @Test
    void aMisspeltPropertyIsRefusedByItsName() throws IOException {
        Path file = file("trailbridge.eventhubs.maxInflight=10");

        SettingsException refused = assertThrows(SettingsException.class,
                () -> Settings.load(file, Map.of(), new Properties()));

        assertTrue(refused.getMessage().contains("trailbridge.eventhubs.maxInflight"), refused.getMessage());
    }

    @Test
    void aMisspeltEnvironmentNameIsReportedButNotThoseOfKubernetes() {
        Settings settings = Settings.load(null, Map.of(
                "TRAILBRIDGE_MOOD", "x", "TRAILBRIDGE_SERVICE_HOST", "10.0.0.1", "TRAILBRIDGE_PORT_8080_TCP", "y",
                "TRAILBRIDGE_MODE", "drain"), new Properties());

        assertEquals(List.of("TRAILBRIDGE_MOOD"), settings.unknownEnvironment());
    }

    @Test
    void aWrongValueIsNamedWithTheRemedy() {
        assertRefused(Map.of("TRAILBRIDGE_MODE", "daily"), "trailbridge.mode (environment TRAILBRIDGE_MODE) is 'daily'",
                settings -> settings.oneOf(Setting.MODE, "continuous", "drain"));
        assertRefused(Map.of("USE_CHECKPOINT_STORE", "maybe"), "give true or false",
                settings -> settings.flag(Setting.USE_CHECKPOINT_STORE));
        assertRefused(Map.of("TRAILBRIDGE_SCHEDULE", "5"), "such as 30s",
                settings -> settings.duration(Setting.SCHEDULE));
        assertRefused(Map.of("TRAILBRIDGE_EVENTHUBS_PREFETCH", "0"), "from 1 to 9",
                settings -> settings.number(Setting.PREFETCH, 1, 9));
        assertRefused(Map.of(), "AWS_REGION) is not set: name one",
                settings -> settings.required(Setting.AWS_REGION, "name one"));
    }

    @Test
    void durationsHaveUnits() {
        Settings settings = Settings.load(null,
                Map.of("TRAILBRIDGE_SCHEDULE", "1h30m", "TRAILBRIDGE_STOP_GRACE", "500ms"), new Properties());

        assertEquals(Duration.ofMinutes(90), settings.duration(Setting.SCHEDULE));
        assertEquals(Duration.ofMillis(500), settings.duration(Setting.STOP_GRACE));
    }

    @Test
    void anUnreadableFileIsNamed() {
        SettingsException refused = assertThrows(SettingsException.class,
                () -> Settings.load(folder.resolve("absent.properties"), Map.of(), new Properties()));

        assertTrue(refused.getMessage().contains("absent.properties"), refused.getMessage());
    }

    @Test
    void otherPropertiesAreKeptForCamelAndForRoutes() throws IOException {
        Path file = file("camel.component.aws2-sqs.region=eu-west-1", "my.filter=High");

        assertEquals(Map.of("camel.component.aws2-sqs.region", "eu-west-1", "my.filter", "High"),
                Settings.load(file, Map.of(), new Properties()).others());
    }

    private void assertRefused(Map<String, String> environment, String expected,
            java.util.function.Function<Settings, ?> read) {
        Settings settings = Settings.load(null, environment, new Properties());
        SettingsException refused = assertThrows(SettingsException.class, () -> read.apply(settings));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("application.properties"), List.of(lines));
    }
}
