package io.trailbridge.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.cli.CommandRun;
import io.trailbridge.envelope.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ExplainTest {
    private static final String ALERT = """
            {"SystemAlertId":"a-1","AlertType":"T","TimeGenerated":"2026-01-01T00:00:00Z","Status":"New",\
            "AlertDisplayName":"Title","Entities":[{"Type":"ip","Address":"198.51.100.7"}]}""";

    @TempDir
    private Path folder;

    @Test
    void kindMappingAndTheSourceOfEachFieldAreNamed() {
        CommandRun run = explain(ALERT, "cloudtrail");

        assertEquals(0, run.code());
        assertEquals(1, run.out().size());
        assertEquals(
                "-:1: explained: kind=alert mapping=mappings/cloudtrail/alert.jslt",
                run.err().get(0));
        assertSaid(run, "  eventName <- AlertType");
        assertSaid(run, "  UID <- SystemAlertId, TimeGenerated, Status");
        assertSaid(run, "  sourceIPAddress <- Entities[].Type, Entities[].Address");
        assertSaid(run, "  recipientAccountId <- --account");
        assertSaid(run, "  eventSource <- --event-source");
    }

    @Test
    void namesOfTheEventSteerNoTerminalAndForgeNoLine() {
        String forged = "\\u001b[2J\\r\\n-:1: forged \\u009b\\u2028";
        for (String event : List.of(
                "{\"" + forged + "\":1}",
                ALERT.replace("\"Type\":\"ip\"", "\"" + forged + "\":\"" + forged + "\",\"Type\":\"ip\""),
                ALERT.replace("2026-01-01T00:00:00Z", forged),
                "{\"" + forged + "\" 1}")) {
            for (String format : List.of("cloudtrail", "ocsf", "asff")) {
                CommandRun run = explain(event, format);
                run.err().forEach(line -> {
                    assertFalse(line.startsWith("-:1: forged"), line);
                    assertTrue(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028), line);
                });
            }
        }
    }

    @Test
    @Timeout(120)
    void numbersOfAnyExponentAreExplained() {
        for (String number : List.of("1e2000000000", "1e600000000", "1e-2000000000", "-10e2147483647")) {
            String event = ALERT.replace(
                    "\"Status\"", "\"ConfidenceScore\":" + number + ",\"other\":[" + number + "],\"Status\"");
            for (String format : List.of("cloudtrail", "ocsf", "asff")) {
                CommandRun run = explain(event, format);
                assertEquals(0, run.code(), () -> String.join("\n", run.err()));
                run.out()
                        .forEach(line -> assertTrue(
                                line.length() < 10_000 && JsonText.parse(line).isPresent(), line));
            }
        }
    }

    @Test
    void anEmptyPageIsExplainedAsNoEventAndIsNoFailure() {
        for (String format : List.of("cloudtrail", "ocsf", "asff")) {
            CommandRun run = explain("{\"value\":[],\"nextLink\":null}", format);

            assertEquals(0, run.code(), format);
            assertEquals(List.of(), run.out());
            assertEquals(
                    List.of(
                            "-:1: this is an empty page of a list, no event",
                            "-:1: explained: kind=empty-page mapping=none",
                            "  no result: $: this is an empty page of a list, no event"),
                    run.err());
        }
    }

    @Test
    void noFileIsNamedForAKindThatHasNone() {
        CommandRun run = explain("{\"a\":1}", "ocsf");

        assertSaid(run, "-:1: explained: kind=unrecognised mapping=none");
        assertSaid(
                run,
                "  no result: $: the kind unrecognised is not mapped to OCSF: to map it, put a file"
                        + " ocsf/unrecognised.jslt into the folder of your own mappings");
    }

    @Test
    void everyTopLevelFieldIsExplained() throws IOException {
        for (String format : List.of("cloudtrail", "ocsf", "asff")) {
            CommandRun run = explain(ALERT, format);
            Set<String> explained = new HashSet<>();
            run.err().stream()
                    .filter(line -> line.contains(" <- "))
                    .forEach(line -> explained.add(line.strip().split(" ")[0]));
            Set<String> fields = new HashSet<>();
            JsonText.parse(run.out().get(0)).orElseThrow().fieldNames().forEachRemaining(fields::add);
            assertEquals(fields, explained, format);
        }
    }

    @Test
    void ofTwoFieldsThatSayTheSameTheOneInUseIsNamed() {
        String twice = "{\"SystemAlertId\":\"a-1\",\"AlertType\":\"T\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\","
                + "\"StartTimeUtc\":\"2026-01-01T00:00:00Z\"}";

        assertSaid(explain(twice, "cloudtrail"), "  eventTime <- TimeGenerated");
    }

    @Test
    void whatSeveralFieldsSayAlikeIsNotTakenForTheMappingsOwn() {
        String subscription = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
        String alert = ALERT.replace(
                "\"Status\"",
                "\"ResourceIdentifiers\":[{\"Type\":\"AzureResource\","
                        + "\"AzureResourceId\":\"" + subscription + "/resourceGroups/rg/providers/a/b/c\"}],"
                        + "\"AzureResourceId\":\"" + subscription + "\",\"Status\"");

        assertSaid(
                explain(alert, "cloudtrail"),
                "  userIdentity <- any of ResourceIdentifiers[].AzureResourceId, "
                        + "AzureResourceId, one of which is enough");
        assertSaid(
                explain(alert, "ocsf"),
                "  cloud <- any of ResourceIdentifiers[].AzureResourceId, "
                        + "AzureResourceId, one of which is enough");
    }

    @Test
    void ofThingsThatSeveralFieldsSayTheOthersAreNamedAsWell() {
        String alert = ALERT.replace("\"Status\"", "\"AlertName\":\"T\",\"Description\":\"Title\",\"Status\"");

        CommandRun run = explain(alert, "ocsf");
        String line = run.err().stream()
                .filter(said -> said.startsWith("  finding_info <- "))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("SystemAlertId") && line.contains("AlertType"), line);
        assertFalse(line.contains("one of which is enough"), line);
    }

    @Test
    void whatIsAbsentIsNamedWithWhatItIsMadeOf() {
        CommandRun run = explain(ALERT.replace("198.51.100.7", "none"), "cloudtrail");
        String line = run.err().stream()
                .filter(said -> said.startsWith("  sourceIPAddress absent: "))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("entities[].address"), line);
        assertTrue(line.endsWith("their values in the event give no value for it"), line);

        CommandRun without = explain(ALERT.replaceFirst(",\"Entities.*", "}"), "cloudtrail");
        assertTrue(
                without.err().stream()
                        .anyMatch(said -> said.startsWith("  sourceIPAddress absent: ")
                                && said.endsWith("the event has none of them")),
                without.err()::toString);
    }

    @Test
    void theEnqueuedTimeIsNamedWhereItStandsIn() {
        String score = "{\"id\":\"/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/"
                + "secureScores/ascScore\",\"type\":\"Microsoft.Security/secureScores\",\"properties\":{}}";
        CommandRun run = CommandRun.fed(
                score, "transform", "--to", "cloudtrail", "--enqueued-time", "2026-01-01T00:00:00Z", "--explain", "-");

        assertTrue(run.err().get(0).startsWith("-:1: explained: kind=secure-score "), run.err()::toString);
        assertSaid(run, "  eventTime <- (enqueued time)");
    }

    @Test
    void anEventThatCannotBeMappedIsExplainedByItsReason() {
        CommandRun run = explain("[" + ALERT + ",{\"SystemAlertId\":\"a-2\",\"AlertType\":\"T\"}]", "cloudtrail");

        assertEquals(1, run.code());
        assertTrue(
                run.err().contains("-:1: event 2: explained: kind=alert mapping=mappings/cloudtrail/alert.jslt"),
                run.err()::toString);
        assertTrue(run.err().get(run.err().size() - 1).startsWith("  no result: $.eventTime: "), run.err()::toString);
    }

    @Test
    void aUsersMappingIsExplainedByWhatItDoes() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("cloudtrail")).resolve("alert.jslt");
        Files.writeString(mine, """
                {"version": "1", "userIdentity": {"type": "t", "principalId": .alertDisplayName}, "eventSource": "x",
                 "eventName": .status, "eventTime": utc-time(.timeGenerated), "UID": .alertType,
                 "recipientAccountId": $account}
                """);

        CommandRun run = CommandRun.fed(
                ALERT, "transform", "--to", "cloudtrail", "--mappings", folder.toString(), "--explain", "-");

        assertSaid(run, "  eventName <- Status");
        assertSaid(run, "  UID <- AlertType");
        assertSaid(run, "  userIdentity <- AlertDisplayName");
    }

    @Test
    void aLargeEventIsExplainedWithinBounds() {
        StringBuilder entities = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            entities.append(",{\"Type\":\"ip\",\"Address\":\"198.51.100.")
                    .append(i % 250)
                    .append("\",\"F")
                    .append(i % 700)
                    .append("\":\"")
                    .append("x".repeat(40))
                    .append("\"}");
        }
        String large = ALERT.replace("\"Entities\":[", "\"Entities\":[" + entities.substring(1) + ",");

        CommandRun run = Assertions.assertTimeout(Duration.ofMinutes(2), () -> explain(large, "cloudtrail"));

        assertTrue(run.err().stream().anyMatch(line -> line.contains("fields were tried")), run.err()::toString);
        assertFalse(run.out().isEmpty());
    }

    private static CommandRun explain(String input, String format) {
        return CommandRun.fed(input, "transform", "--to", format, "--explain", "-");
    }

    private static void assertSaid(CommandRun run, String line) {
        assertTrue(run.err().contains(line), () -> line + " is not in " + String.join("\n", run.err()));
    }
}
