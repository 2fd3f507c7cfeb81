package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.runtime.Catalog;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import io.trailbridge.sinks.securityhub.SecurityHubSink;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsSaidNearerWins() throws IOException {
        Path file = file(
                "trailbridge.checkpoint.table=from-file",
                "trailbridge.eventhubs.maxInFlight=10",
                "trailbridge.aws.region=eu-west-1");
        Properties system = new Properties();
        system.setProperty("trailbridge.aws.region", "eu-central-1");

        Settings settings = Catalog.load(file, Map.of("DYNAMODB_TABLE_NAME", "from-environment"), system);

        assertEquals("from-environment", settings.text(Setting.CHECKPOINT_TABLE));
        assertEquals(10, settings.number(Setting.EVENTS_IN_FLIGHT));
        assertEquals("eu-central-1", settings.text(Setting.AWS_REGION));
        assertEquals("continuous", settings.text(Setting.MODE));
    }

    @Test
    void everyPropertyHasAnEnvironmentName() {
        Settings settings = Catalog.load(null, Map.of("TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT", "7"), new Properties());

        assertEquals(7, settings.number(Setting.EVENTS_IN_FLIGHT));
        assertEquals("TRAILBRIDGE_EVENTHUBS_MAX_IN_FLIGHT", Setting.EVENTS_IN_FLIGHT.environment());
        assertEquals("SQS_QUEUE_URL", CloudTrailSink.QUEUE.environment());
    }

    @Test
    void aBlankValueCountsAsNotSet() {
        Settings settings = Catalog.load(null, Map.of("AWS_REGION", "  "), new Properties());

        assertFalse(settings.isSet(Setting.AWS_REGION));
    }

    @Test
    void aMisspeltPropertyIsRefusedByItsName() throws IOException {
        Path file = file("trailbridge.eventhubs.maxInflight=10");

        List<String> problems = Catalog.load(file, Map.of(), new Properties()).problems();

        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("trailbridge.eventhubs.maxInflight in " + file), problems.get(0));
    }

    @Test
    void aMisspeltEnvironmentNameIsReportedButNotThoseOfKubernetes() {
        Settings settings = Catalog.load(
                null,
                Map.of(
                        "TRAILBRIDGE_MOOD",
                        "x",
                        "TRAILBRIDGE_SERVICE_HOST",
                        "10.0.0.1",
                        "TRAILBRIDGE_PORT_8080_TCP",
                        "y",
                        "TRAILBRIDGE_MODE",
                        "drain"),
                new Properties());

        assertEquals(List.of("TRAILBRIDGE_MOOD"), settings.unknownEnvironment());
    }

    @Test
    void aWrongValueIsNamedWithTheRemedy() {
        assertRefused(
                Map.of("TRAILBRIDGE_MODE", "daily"),
                "trailbridge.mode (environment TRAILBRIDGE_MODE) is 'daily'",
                settings -> settings.checked(Setting.MODE));
        assertRefused(
                Map.of("USE_CHECKPOINT_STORE", "maybe"),
                "give true or false",
                settings -> settings.flag(Setting.USE_CHECKPOINT_STORE));
        assertRefused(
                Map.of("TRAILBRIDGE_SCHEDULE", "5"), "such as 30s", settings -> settings.duration(Setting.SCHEDULE));
        assertRefused(
                Map.of("TRAILBRIDGE_EVENTHUBS_PREFETCH", "0"),
                "from 1 to 8000",
                settings -> settings.number(Setting.PREFETCH));
        assertRefused(
                Map.of(),
                "AWS_REGION) is not set: name one",
                settings -> settings.required(Setting.AWS_REGION, "name one"));
    }

    @Test
    void accountsAreNamesWithCommasAndNoneWhenNoneIsGiven() {
        assertEquals(
                Set.of(),
                Catalog.load(null, Map.of(), new Properties()).words(setting("trailbridge.flowlogs.accounts")));
        assertEquals(
                Set.of("one", "two2"),
                Catalog.load(null, Map.of("TRAILBRIDGE_FLOWLOGS_ACCOUNTS", "one , two2,one"), new Properties())
                        .words(setting("trailbridge.flowlogs.accounts")));
        for (String wrong : List.of(
                "ab", "One", "a-b-c", "https://one.blob.core.windows.net", "x".repeat(25), "one,,two", "one two")) {
            assertEquals(
                    1, problems(setting("trailbridge.flowlogs.accounts"), wrong).size(), wrong);
        }
    }

    @Test
    void everyDefaultIsOfItsKind() {
        for (Setting setting : Catalog.settings()) {
            String value = setting.defaultValue();
            assertTrue(value.isEmpty() || setting.kind().read(value).equals(Optional.of(value)), setting.names());
        }
    }

    @Test
    void everySettingWithAKindRefusesWhatIsNotOfItAndSaysWhatIs() {
        for (Setting setting : Catalog.settings()) {
            if (setting != Setting.MAPPINGS && setting != Setting.CHECKPOINT_FILE) {
                List<String> problems = problems(setting, "*: no value of any kind");
                assertEquals(1, problems.size(), setting.names());
                assertTrue(
                        problems.get(0).startsWith(setting.names() + " is '*: no value of any kind': give "),
                        problems.get(0));
            }
        }
    }

    @Test
    void aSettingWithoutAUnitRefusesOneAndKeepsWithinWhatTheServiceTakes() {
        for (Setting setting : Catalog.settings()) {
            if (setting.property().endsWith(".visibilityTimeout")) {
                for (String wrong : List.of("abc", "2m", "0", "-1", "43201", "1.5", "99999999999")) {
                    assertEquals(
                            List.of(setting.names() + " is '" + wrong
                                    + "': give seconds from 2 to 43200, as an integer without a unit"),
                            problems(setting, wrong));
                }
                assertEquals(List.of(), problems(setting, "43200"));
            }
            if (setting.property().endsWith(".consumers")) {
                for (String wrong : List.of("four", "0", "51")) {
                    assertEquals(
                            List.of(setting.names() + " is '" + wrong + "': give an integer from 1 to 50"),
                            problems(setting, wrong));
                }
            }
        }
    }

    @Test
    void anEventSourceIsWhatCloudTrailTakes() {
        for (String wrong : List.of("a\tb", "x".repeat(1025), "\u00fcber")) {
            assertTrue(
                    problems(CloudTrailSink.EVENT_SOURCE, wrong)
                            .get(0)
                            .contains("give 1 to 1024 ASCII characters without blanks"),
                    wrong);
        }
        assertEquals(List.of(), problems(CloudTrailSink.EVENT_SOURCE, "x".repeat(1024)));
        assertEquals(CloudTrailMapper.EVENT_SOURCE, CloudTrailSink.EVENT_SOURCE.defaultValue());
    }

    @Test
    void aDurationOutOfItsRangeIsRefusedWithTheRange() {
        for (String wrong : List.of("10ms", "2h", "0s", "99999999999999999999d", "1m 30s")) {
            assertEquals(
                    List.of(setting("trailbridge.flowlogs.lease").names() + " is '" + wrong
                            + "': give a time with its unit," + " such as 30s, 5m or 1h30m, from 1s to 1h"),
                    problems(setting("trailbridge.flowlogs.lease"), wrong));
        }
        assertEquals(List.of(), problems(setting("trailbridge.flowlogs.lease"), "59m60s"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws IOException {
        Path file = file("trailbridge.mood=x", "trailbridge.cloudtrail.consumers=four", "trailbridge.tempo=y");

        List<String> problems = Catalog.load(file, Map.of("TRAILBRIDGE_MODE", "daily"), new Properties())
                .problems();

        assertEquals(
                List.of(
                        "trailbridge.mood in",
                        "trailbridge.tempo in",
                        "trailbridge.mode (",
                        "trailbridge.cloudtrail.consumers ("),
                problems.stream()
                        .map(problem -> problem.substring(0, problem.indexOf(' ') + (problem.contains(" in ") ? 3 : 2)))
                        .toList());
    }

    @Test
    void whatMeansTheSameIsSpelledTheSameForRoutes() {
        Settings settings = Catalog.load(
                null,
                Map.of(
                        "TRAILBRIDGE_CLOUDWATCHLOGS_CREATE",
                        "YES",
                        "LOGGING_LEVEL",
                        "debug",
                        "TRAILBRIDGE_SECURITYHUB_LEAVE_OUT",
                        "alert , secure-score,alert"),
                new Properties());

        assertEquals("true", settings.asProperties().get("trailbridge.cloudwatchlogs.create"));
        assertEquals("DEBUG", settings.text(Setting.LOG_LEVEL));
        assertEquals("alert,secure-score", settings.text(SecurityHubSink.LEAVE_OUT));
    }

    private static Setting setting(String property) {
        return Catalog.settings().stream()
                .filter(setting -> setting.property().equals(property))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> problems(Setting setting, String value) {
        return Catalog.load(null, Map.of(setting.environment(), value), new Properties())
                .problems();
    }

    @Test
    void durationsHaveUnits() {
        Settings settings = Catalog.load(
                null, Map.of("TRAILBRIDGE_SCHEDULE", "1h30m", "TRAILBRIDGE_STOP_GRACE", "500ms"), new Properties());

        assertEquals(Duration.ofMinutes(90), settings.duration(Setting.SCHEDULE));
        assertEquals(Duration.ofMillis(500), settings.duration(Setting.STOP_GRACE));
    }

    @Test
    void anUnreadableFileIsNamed() {
        SettingsException refused = assertThrows(
                SettingsException.class,
                () -> Catalog.load(folder.resolve("absent.properties"), Map.of(), new Properties()));

        assertTrue(refused.getMessage().contains("absent.properties"), refused.getMessage());
    }

    @Test
    void otherPropertiesAreKeptForCamelAndForRoutes() throws IOException {
        Path file = file("camel.component.aws2-sqs.region=eu-west-1", "my.filter=High");

        assertEquals(
                Map.of("camel.component.aws2-sqs.region", "eu-west-1", "my.filter", "High"),
                Catalog.load(file, Map.of(), new Properties()).others());
    }

    private void assertRefused(
            Map<String, String> environment, String expected, java.util.function.Function<Settings, ?> read) {
        Settings settings = Catalog.load(null, environment, new Properties());
        SettingsException refused = assertThrows(SettingsException.class, () -> read.apply(settings));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("application.properties"), List.of(lines));
    }
}
