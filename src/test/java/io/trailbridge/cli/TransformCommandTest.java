package io.trailbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TransformCommandTest {
    private static final String ALERT =
            "{\"SystemAlertId\":\"a-1\",\"AlertType\":\"T\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\"}";
    private static final String UNTIMED = "{\"SystemAlertId\":\"a-2\",\"AlertType\":\"T\"}";

    @TempDir
    private Path folder;

    @Test
    void anEventBecomesOneLine() throws IOException {
        CommandRun run = CommandRun.of("transform", "--to", "cloudtrail", file("one.json", ALERT));

        assertEquals(List.of(), run.err());
        assertEquals(0, run.code());
        assertEquals(1, run.out().size());
        assertEquals("a-1", json(run.out().get(0)).at("/additionalEventData/id").asText());
    }

    @Test
    void everySubcommandStillHasItsHelp() {
        CommandRun run = CommandRun.of("transform", "--help");

        assertEquals(0, run.code());
        assertTrue(String.join("\n", run.out()).contains("--enqueued-time"), run.out()::toString);
        assertTrue(String.join("\n", CommandRun.of("--help").out()).contains("transform"));
    }

    @Test
    void standardInputIsNamedByADash() {
        CommandRun run = CommandRun.fed(ALERT, "transform", "--to", "cloudtrail", "-");

        assertEquals(0, run.code());
        assertEquals(1, run.out().size());
    }

    @Test
    void listsWrappersAndValuesOverSeveralLinesAreTakenApart() {
        String input = "[" + ALERT + ",\n" + ALERT + "]\n"
                + "{\"records\": [\n  " + ALERT + "\n]}\n"
                + ALERT + " " + ALERT + "\n\n\n"
                + ALERT.replace(",", ",\r\n  ");

        CommandRun run = CommandRun.fed(input, "transform", "--to", "cloudtrail", "-");

        assertEquals(List.of(), run.err());
        assertEquals(6, run.out().size());
    }

    @Test
    void anEnvelopeGivesItsOriginAndItsTime() throws IOException {
        String envelope = "{\"event_data\":" + UNTIMED + ",\"event_metadata\":{\"partition_id\":\"3\","
                + "\"sequence_number\":42,\"enqueued_time\":\"2026-02-02T10:00:00.5+00:00\"},"
                + "\"processing_metadata\":{\"eventhub_name\":\"hub\"}}";

        CommandRun run = CommandRun.fed(
                envelope + "\n[" + envelope + "," + envelope + "]",
                "transform",
                "--to",
                "cloudtrail",
                "--enqueued-time",
                "2020-01-01T00:00:00Z",
                "-");

        assertEquals(List.of(), run.err());
        assertEquals(3, run.out().size());
        for (String line : run.out()) {
            JsonNode result = json(line);
            assertEquals("2026-02-02T10:00:00Z", result.get("eventTime").asText());
            assertEquals(
                    "{\"eventHub\":\"hub\",\"partitionId\":\"3\",\"sequenceNumber\":42,"
                            + "\"enqueuedTime\":\"2026-02-02T10:00:00.500Z\"}",
                    result.at("/additionalEventData/origin").toString());
        }
    }

    @Test
    void anEnvelopeThatCannotBeReadIsNamedWithItsPlace() {
        String envelope = "{\"event_data\":" + ALERT + ",\"event_metadata\":{\"enqueued_time\":\"yesterday\"}}";

        CommandRun run = CommandRun.fed("\n[" + envelope + "]", "transform", "--to", "cloudtrail", "-");

        assertEquals(1, run.code());
        assertEquals(
                List.of("-:2: $[0]: event_metadata.enqueued_time is a string of 9 characters, not an ISO-8601 time with"
                        + " zone in the years 0 to 9999: write it as 2026-01-31T12:00:00Z"),
                run.err());
    }

    @Test
    void anEventWithoutTimeTakesTheOneGiven() throws IOException {
        CommandRun run = CommandRun.fed(
                UNTIMED, "transform", "--to", "cloudtrail", "--enqueued-time", "2026-03-01T12:00:00+01:00", "-");

        assertEquals(0, run.code());
        assertEquals(
                "2026-03-01T11:00:00Z", json(run.out().get(0)).get("eventTime").asText());
    }

    @Test
    void whatCannotBeMappedIsNamedWithFileLinePathAndReason() throws IOException {
        String file = file("some.ndjson", ALERT + "\n\n" + UNTIMED + "\n[" + ALERT + "," + UNTIMED + "]\n" + ALERT);

        CommandRun run = CommandRun.of("transform", "--to", "cloudtrail", file);

        assertEquals(1, run.code());
        assertEquals(3, run.out().size());
        assertEquals(2, run.err().size(), run.err()::toString);
        assertTrue(run.err().get(0).startsWith(file + ":3: $.eventTime: the event holds no time"), run.err()::toString);
        assertTrue(run.err().get(0).endsWith("(kind=alert mapping=cloudtrail/alert.jslt)"), run.err()::toString);
        assertTrue(run.err().get(1).startsWith(file + ":4: event 2: $.eventTime: "), run.err()::toString);
    }

    @Test
    void aTornLineCostsNoOther() {
        String torn = ALERT.substring(0, ALERT.length() - 20);
        String unclosed = ALERT.substring(0, ALERT.length() - 1);
        String input = ALERT + "\n" + torn + "\n" + ALERT + "\n" + unclosed + "\n" + ALERT + "\nnonsense\n" + ALERT
                + "\n{\"a\":1,\n" + ALERT + "\n" + ALERT + "\n" + unclosed;

        CommandRun run = CommandRun.fed(input, "transform", "--to", "cloudtrail", "-");

        assertEquals(1, run.code());
        assertEquals(6, run.out().size(), run.err()::toString);
        assertEquals(
                List.of("-:2:", "-:4:", "-:6:", "-:8:", "-:11:"),
                run.err().stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
        assertTrue(run.err().stream().allMatch(line -> line.contains(" $: not JSON: ")), run.err()::toString);
    }

    @Test
    void aNumberBeyondAllBoundsCostsNoOtherLine() {
        CommandRun run =
                CommandRun.fed("{\"a\":1e99999999999}\n" + ALERT + "\n", "transform", "--to", "cloudtrail", "-");

        assertEquals(1, run.code());
        assertEquals(1, run.out().size(), run.err()::toString);
        assertTrue(run.err().get(0).startsWith("-:1: $: not JSON: "), run.err()::toString);
    }

    @Test
    void aBrokenListIsOneFault() {
        CommandRun run = CommandRun.fed("[\n" + ALERT + ",\n" + ALERT + ",\n", "transform", "--to", "cloudtrail", "-");

        assertEquals(1, run.code());
        assertEquals(1, run.err().size(), run.err()::toString);
    }

    @Test
    void anEmptyInputIsSaidToBeSo() {
        CommandRun run = CommandRun.fed(" \n\n", "transform", "--to", "cloudtrail", "-");

        assertEquals(new CommandRun(0, List.of(), List.of("-: holds no event")), run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":NaN}", "{\"a\":%s1%s}"})
    void noSwitchOfTheParserIsNamedThatNobodyCanSet(String json) {
        String deep = json.formatted("[".repeat(300), "]".repeat(300));

        CommandRun run = CommandRun.fed(deep, "transform", "--to", "cloudtrail", "-");

        assertEquals(1, run.code());
        assertTrue(run.err().get(0).startsWith("-:1: $: not JSON: "), run.err()::toString);
        assertFalse(run.err().get(0).contains("`"), run.err()::toString);
    }

    @Test
    void checkPrintsOnlyACountAndTheReasons() {
        CommandRun good = CommandRun.fed(ALERT + "\n" + ALERT, "transform", "--to", "cloudtrail", "--check", "-");
        CommandRun bad = CommandRun.fed(ALERT + "\n" + UNTIMED, "transform", "--to", "cloudtrail", "--check", "-");

        assertEquals(new CommandRun(0, List.of("2 events: 2 can be mapped to cloudtrail, 0 cannot"), List.of()), good);
        assertEquals(List.of("2 events: 1 can be mapped to cloudtrail, 1 cannot"), bad.out());
        assertEquals(1, bad.err().size());
        assertEquals(1, bad.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudtrail", "ocsf", "asff"})
    void anEventWithoutTimeIsRefusedWithTheOptionThatGivesIt(String format) {
        CommandRun run = CommandRun.fed(UNTIMED, "transform", "--to", format, "-");

        assertEquals(1, run.code());
        assertTrue(run.err().get(0).contains(": give it with --enqueued-time (kind="), run.err()::toString);
    }

    @Test
    void severalFilesAreReadInTheirOrder() throws IOException {
        String first = file("first.json", ALERT.replace("a-1", "first"));
        String second = file("second.json", ALERT.replace("a-1", "second"));

        CommandRun run = CommandRun.fed(ALERT, "transform", "--to", "cloudtrail", first, "-", second);

        assertEquals(
                List.of("first", "a-1", "second"),
                run.out().stream()
                        .map(line -> json(line).at("/additionalEventData/id").asText())
                        .toList());
    }

    @Test
    void anUnreadableFileIsNamedBeforeAnythingIsPrinted() throws IOException {
        String good = file("good.json", ALERT);
        String absent = folder.resolve("absent.json").toString();

        CommandRun run = CommandRun.of("transform", "--to", "cloudtrail", good, absent);

        assertEquals(2, run.code());
        assertEquals(List.of(), run.out());
        assertEquals(1, run.err().size());
        assertTrue(run.err().get(0).contains(absent), run.err()::toString);
        assertEquals(
                2,
                CommandRun.of("transform", "--to", "cloudtrail", folder.toString())
                        .code());
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertEquals(2, CommandRun.of("transform", "--to", "cloudtrail").code());
        assertEquals(2, CommandRun.of("transform", "-").code());
        assertEquals(2, CommandRun.of("transform", "--to", "cef", "-").code());
        wrong("--account is '12'", "--account", "12");
        wrong("--region is 'mars'", "--region", "mars");
        wrong("--event-source is 'a b'", "--event-source", "a b");
        wrong("--ocsf-version is '1.5.0'", "--ocsf-version", "1.5.0");
        assertTrue(CommandRun.of("transform", "--to", "cloudtrail", "--enqueued-time", "noon", "-")
                .err()
                .get(0)
                .contains("'noon' is not a time with its zone"));
    }

    @Test
    void aFileOfTheUserTakesThePlaceOfOursAndABrokenOneIsNamed() throws IOException {
        Path mappings =
                Files.createDirectories(folder.resolve("mappings/cloudtrail")).getParent();
        Path mine = mappings.resolve("cloudtrail/alert.jslt");
        Files.writeString(mine, """
                import "common.jslt" as common
                {"version": "mine", "userIdentity": common:identity(null, null, "me"), "eventSource": "x.example",
                 "eventName": "Mine", "eventTime": utc-time(.timeGenerated), "UID": "u", "recipientAccountId": $account}
                """);
        CommandRun run = CommandRun.fed(
                ALERT,
                "transform",
                "--to",
                "cloudtrail",
                "--mappings",
                mappings.toString(),
                "--account",
                "111122223333",
                "--explain",
                "-");
        assertEquals("mine", json(run.out().get(0)).get("version").asText());
        assertEquals(
                "111122223333", json(run.out().get(0)).get("recipientAccountId").asText());
        assertTrue(run.err().get(0).contains("mapping=" + mine), run.err()::toString);

        Files.writeString(mine, "{\n  \"a\": nope(.)\n}");
        CommandRun broken =
                CommandRun.fed(ALERT, "transform", "--to", "cloudtrail", "--mappings", mappings.toString(), "-");
        assertEquals(2, broken.code());
        assertEquals(1, broken.err().size());
        assertTrue(broken.err().get(0).contains(mine + ":2:"), broken.err()::toString);

        wrong("mapping folder", "--mappings", folder.resolve("nowhere").toString());
    }

    @Test
    void textIsUtf8WhateverTheLocale() {
        CommandRun run = CommandRun.fed(
                ALERT.replace("\"T\"", "\"\u00fcber \ud83d\ude80\""), "transform", "--to", "cloudtrail", "-");

        assertEquals(
                "\u00fcber \ud83d\ude80",
                json(run.out().get(0)).get("eventName").asText());
    }

    @Test
    void everyFormatIsMadeWithTheOptionsGiven() {
        JsonNode ocsf = json(
                CommandRun.fed(ALERT, "transform", "--to", "ocsf", "-").out().get(0));
        assertEquals("1.7.0", ocsf.at("/metadata/version").asText());
        assertEquals(2004, ocsf.get("class_uid").asInt());

        JsonNode older = json(CommandRun.fed(ALERT, "transform", "--to", "OCSF", "--ocsf-version", "1.3.0", "-")
                .out()
                .get(0));
        assertEquals("1.3.0", older.at("/metadata/version").asText());

        JsonNode asff = json(CommandRun.fed(
                        ALERT,
                        "transform",
                        "--to",
                        "asff",
                        "--account",
                        "111122223333",
                        "--region",
                        "us-gov-west-1",
                        "-")
                .out()
                .get(0));
        assertEquals("111122223333", asff.get("AwsAccountId").asText());
        assertEquals(
                "arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default",
                asff.get("ProductArn").asText());
    }

    @Test
    void theEventSourceIsThatOfTheProcessUnlessAnotherIsGiven() {
        CommandRun usual = CommandRun.fed(ALERT, "transform", "--to", "cloudtrail", "-");
        assertEquals(
                "microsoft-defender-for-cloud",
                json(usual.out().get(0)).get("eventSource").asText());
        CommandRun other = CommandRun.fed(ALERT, "transform", "--to", "cloudtrail", "--event-source", "mine", "-");
        assertEquals("mine", json(other.out().get(0)).get("eventSource").asText());
    }

    @Test
    void whatHasNoFormInTheFormatIsNamed() {
        CommandRun run = CommandRun.fed("{\"a\":1}", "transform", "--to", "asff", "-");

        assertEquals(1, run.code());
        assertEquals(1, run.err().size(), run.err()::toString);
        assertTrue(run.err().get(0).matches("-:1: \\$: .+ \\(kind=unrecognised mapping=none\\)"), run.err()::toString);
    }

    @Test
    void aFileThatIsNotUtf8IsSaidToBeSo() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.json"), ALERT.replace("T", "\u00e9").getBytes(StandardCharsets.ISO_8859_1));

        CommandRun run = CommandRun.of("transform", "--to", "cloudtrail", file.toString());

        assertEquals(1, run.code());
        assertEquals(List.of(file + ":1: $: not JSON: the text is not UTF-8"), run.err());
    }

    @Test
    void aLargeNdjsonIsReadAsAStream() {
        int events = 20_000;
        byte[] line = (ALERT.replace("\"T\"", "\"" + "T".repeat(2_500) + "\"") + "\n").getBytes(StandardCharsets.UTF_8);
        Counter out = new Counter();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = TrailbridgeCommand.execute(
                new Repeated(line, events, out), out, err, "transform", "--to", "cloudtrail", "-");

        assertEquals("", err.toString(StandardCharsets.UTF_8));
        assertEquals(0, code);
        assertEquals(events, out.lines);
        // Results leave while the input is still read: neither is gathered.
        assertTrue(out.linesAtEndOfInput > events * 9 / 10, () -> out.linesAtEndOfInput + " lines");
    }

    private static void wrong(String message, String option, String value) {
        CommandRun run = CommandRun.of("transform", "--to", "cloudtrail", option, value, "-");
        assertEquals(2, run.code());
        assertEquals(1, run.err().size(), run.err()::toString);
        assertTrue(run.err().get(0).contains(message), run.err()::toString);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static JsonNode json(String line) {
        return JsonText.parse(line).orElseThrow();
    }

    private static final class Counter extends OutputStream {
        private int lines;
        private int linesAtEndOfInput;

        @Override
        public void write(int b) {
            lines += b == '\n' ? 1 : 0;
        }
    }

    /** The same line so many times, never all at once. */
    private static final class Repeated extends InputStream {
        private final byte[] line;
        private final Counter out;
        private int left;
        private int at;

        private Repeated(byte[] line, int times, Counter out) {
            this.line = line;
            this.left = times;
            this.out = out;
        }

        @Override
        public int read() {
            if (left == 0) {
                out.linesAtEndOfInput = out.lines;
                return -1;
            }
            byte b = line[at++];
            if (at == line.length) {
                at = 0;
                left--;
            }
            return b;
        }
    }
}
