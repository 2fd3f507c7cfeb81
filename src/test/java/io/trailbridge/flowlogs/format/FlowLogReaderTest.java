package io.trailbridge.flowlogs.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowLogReaderTest {
    private final InMemoryBlob blob = new InMemoryBlob();

    @Test
    void whatWasAppendedIsReadFromTheEndOfTheLastRecord() throws Exception {
        String first = FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2));
        String second = FlowLogText.record(FlowLogText.tuple(3));

        blob.read(FlowLogText.blob(first));
        assertEquals(FlowLogText.blob(first).length() - 2, blob.mark.position());
        long before = blob.fetched;
        blob.read(FlowLogText.blob(first, second));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2), FlowLogText.tuple(3)), blob.tuples());
        assertTrue(
                blob.fetched - before < second.length() + 2 * BlobPosition.ANCHOR,
                "fetched " + (blob.fetched - before));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1000, 4096, 1 << 20})
    void theSizeOfABlockChangesNothing(int block) throws Exception {
        blob.block = block;
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(FlowLogText.record(IntStream.range(i * 50, i * 50 + 50)
                    .mapToObj(FlowLogText::tuple)
                    .toArray(String[]::new)));
        }
        blob.read(FlowLogText.blob(records.toArray(String[]::new)));

        assertEquals(IntStream.range(0, 1000).mapToObj(FlowLogText::tuple).toList(), blob.tuples());
        assertEquals(List.of(), blob.rejects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"rec", "{\"records\":[", "{\"records\":[]}", " {\n \"records\" : [\n ]\n}\n"})
    void aBlobWithoutRecordsGivesNothing(String text) throws Exception {
        blob.read(text);
        assertEquals(List.of(), blob.rows);
        assertEquals(List.of(), blob.rejects);
    }

    @Test
    void aBlobThatIsNoFlowLogIsRefused() {
        assertThrows(NotAFlowLogException.class, () -> blob.read("{\"alerts\":[{\"a\":1}]}"));
    }

    @Test
    void aCutRecordIsReadOnWhenItIsThere() throws Exception {
        String whole = FlowLogText.blob(
                FlowLogText.record(FlowLogText.tuple(1)),
                FlowLogText.record(FlowLogText.tuple(2), FlowLogText.tuple(3)),
                FlowLogText.record(FlowLogText.tuple(4)));
        for (int cut = 0; cut <= whole.length(); cut++) {
            InMemoryBlob twice = new InMemoryBlob();
            twice.read(whole.substring(0, cut)).read(whole);
            assertEquals(
                    IntStream.rangeClosed(1, 4).mapToObj(FlowLogText::tuple).toList(), twice.tuples(), "cut at " + cut);
            assertEquals(List.of(), twice.rejects, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "null", "-12.5e+3", "\"\\u00e4\"", "{\"a\":[1,2]}"})
    void aRecordThatIsCutWithinAnyValueIsReadOnWhenItIsThere(String value) throws Exception {
        String whole = FlowLogText.blob(FlowLogText.record(FlowLogText.tuple(1))
                .replaceFirst("\\{", "{\"x\":" + Matcher.quoteReplacement(value) + ","));
        for (int cut = whole.indexOf(value); cut <= whole.indexOf(value) + value.length(); cut++) {
            InMemoryBlob twice = new InMemoryBlob();
            twice.read(whole.substring(0, cut)).read(whole);
            assertEquals(List.of(FlowLogText.tuple(1)), twice.tuples(), "cut at " + cut);
            assertEquals(List.of(), twice.rejects, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow-web", FlowLogText.ACL, FlowLogText.GUID, "FlowLogFlowEvent\",\"flowLog"})
    void aLabelOrAnIdOfMoreThan1024CharactersGivesNoRows(String which) throws Exception {
        String record = FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2));
        String filled = "x".repeat(1024 - which.split("\"")[0].length());
        blob.read(FlowLogText.blob(record.replace(which, filled + which)));
        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), blob.tuples());
        assertEquals(List.of(), blob.rejects);

        InMemoryBlob longer = new InMemoryBlob();
        longer.read(FlowLogText.blob(
                record.replace(which, filled + "x" + which), FlowLogText.record(FlowLogText.tuple(3))));
        assertEquals(List.of(FlowLogText.tuple(3)), longer.tuples());
        assertEquals(
                List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)),
                longer.rejects.stream().map(Reject::text).toList());
    }

    @Test
    void aFetchThatFailsWithinARecordEndsTheReadingAndRejectsNothing() throws Exception {
        byte[] bytes =
                FlowLogText.blob(FlowLogText.record(FlowLogText.tuple(1))).getBytes(StandardCharsets.UTF_8);
        IOException failure = new IOException("written meanwhile");
        FlowLogReader reader = new FlowLogReader(
                (position, into, offset, length) -> {
                    if (position > 0) {
                        throw failure;
                    }
                    System.arraycopy(bytes, 0, into, offset, length);
                },
                bytes.length,
                300,
                new FlowRows(OcsfMapper.VERSION, true, InMemoryBlob.CLOCK));

        assertSame(failure, assertThrows(IOException.class, () -> reader.read(blob)));
        assertEquals(List.of(), blob.rejects);
        assertEquals(List.of(), blob.rows);
    }

    @Test
    void aBlobWithOtherBytesBeforeTheMarkIsReadFromItsBeginning() throws Exception {
        blob.read(FlowLogText.blob(FlowLogText.record(FlowLogText.tuple(1))));
        byte[] other = FlowLogText.blob(
                        FlowLogText.record(FlowLogText.tuple(2)), FlowLogText.record(FlowLogText.tuple(3)))
                .getBytes(StandardCharsets.UTF_8);
        FlowLogReader reader = new FlowLogReader(
                (position, into, offset, length) -> System.arraycopy(other, (int) position, into, offset, length),
                other.length,
                4096,
                new FlowRows(OcsfMapper.VERSION, true, InMemoryBlob.CLOCK));

        assertFalse(reader.resume(blob.mark));
        assertEquals(BlobPosition.START, reader.mark());
        reader.read(blob);
        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2), FlowLogText.tuple(3)), blob.tuples());
    }

    @Test
    void bytesThatAreNoTextAreAMalformedRecordAndNoOutage() throws Exception {
        blob.read(FlowLogText.blob("{\0\0\0\"time\0\"}", FlowLogText.record(FlowLogText.tuple(1))));
        assertEquals(List.of(FlowLogText.tuple(1)), blob.tuples());
        assertEquals(1, blob.rejects.size());
    }

    @Test
    void fieldsAndLabelsMayStandAfterTheTuples() throws Exception {
        String group =
                "{\"flowTuples\":" + FlowLogText.list(List.of(FlowLogText.tuple(1))) + ",\"rule\":\"late-rule\"}";
        String early =
                "{\"rule\":\"early-rule\",\"flowTuples\":" + FlowLogText.list(List.of(FlowLogText.tuple(2))) + "}";
        String lateRecord = "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[" + group + "," + early
                + "],\"aclID\":\"late-acl\"}]}," + FlowLogText.CONTEXT + "}";
        String lateGroup = "{" + FlowLogText.CONTEXT
                + ",\"flowRecords\":{\"flows\":[{\"aclID\":\"acl\",\"flowGroups\":[" + early + "," + group + "]}]}}";
        blob.read(FlowLogText.blob(lateRecord, lateGroup));

        assertEquals(
                List.of("late-rule", "early-rule", "early-rule", "late-rule"),
                blob.rows.stream()
                        .map(row -> row.at("/firewall_rule/name").asText())
                        .toList());
        assertEquals("late-acl", blob.rows.get(0).at("/firewall_rule/uid").asText());
        assertEquals("westeurope", blob.rows.get(0).at("/cloud/region").asText());
        assertEquals(
                FlowLogText.SUBSCRIPTION,
                blob.rows.get(1).at("/cloud/account/uid").asText());
        assertEquals(List.of(), blob.rejects);
    }

    @Test
    void anElementOfFlowsThatIsNoObjectMayStandBeforeLateLabels() throws Exception {
        blob.read(FlowLogText.blob(
                "{\"flowRecords\":{\"flows\":[\"odd\"," + lateFlow("acl", 1) + "]}," + FlowLogText.CONTEXT + "}",
                FlowLogText.record(FlowLogText.tuple(2))));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), blob.tuples());
        assertEquals("acl", blob.rows.get(0).at("/firewall_rule/uid").asText());
        assertEquals(1, blob.rejects.size());
    }

    @Test
    void aRecordMayHaveSeveralListsOfFlowsWithLateLabels() throws Exception {
        String one = "{\"flows\":[" + lateFlow("first", 1, 2, 3) + "],\"flows\":[" + lateFlow("second", 4) + "]}";
        blob.read(FlowLogText.blob("{\"flowRecords\":" + one + ",\"flowRecords\":{\"flows\":[" + lateFlow("third", 5, 6)
                + "]}," + FlowLogText.CONTEXT + "}"));

        assertEquals(
                List.of("first", "first", "first", "second", "third", "third"),
                blob.rows.stream()
                        .map(row -> row.at("/firewall_rule/uid").asText())
                        .toList());
        assertEquals(
                List.of("rule-1", "rule-2", "rule-3", "rule-4", "rule-5", "rule-6"),
                blob.rows.stream()
                        .map(row -> row.at("/firewall_rule/name").asText())
                        .toList());
        assertEquals(List.of(), blob.rejects);
    }

    /** With its labels after its tuples, each of which is in a separate group. */
    private static String lateFlow(String acl, int... tuples) {
        return IntStream.of(tuples)
                .mapToObj(tuple -> "{\"flowTuples\":" + FlowLogText.list(List.of(FlowLogText.tuple(tuple)))
                        + ",\"rule\":\"rule-" + tuple + "\"}")
                .collect(Collectors.joining(",", "{\"flowGroups\":[", "],\"aclID\":\"" + acl + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,O,B,NX,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,O,B,NX,0,0,0,0,0",
                "1777971600000,10.0.0.256,52.239.0.1,1025,443,6,O,B,NX,0,0,0,0",
                "1777971600000,10.0.0.6,host,1025,443,6,O,B,NX,0,0,0,0",
                "177797160000,10.0.0.6,52.239.0.1,1025,443,6,O,B,NX,0,0,0,0",
                "17779716000x0,10.0.0.6,52.239.0.1,1025,443,6,O,B,NX,0,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,65536,443,6,O,B,NX,0,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,999,O,B,NX,0,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,X,B,NX,0,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,O,Z,NX,0,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,O,E,NX,-1,0,0,0",
                "1777971600000,10.0.0.6,52.239.0.1,1025,443,6,O,E,NX,1e3,0,0,0",
                ""
            })
    void aMalformedTupleIsRejectedAndItsNeighboursArrive(String broken) throws Exception {
        String first = FlowLogText.record(FlowLogText.tuple(1));
        blob.read(FlowLogText.blob(first, FlowLogText.record(FlowLogText.tuple(2), broken, FlowLogText.tuple(3))));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2), FlowLogText.tuple(3)), blob.tuples());
        assertEquals(1, blob.rejects.size());
        Reject reject = blob.rejects.get(0);
        assertEquals("{\"records\":[".length() + first.length() + 1, reject.position());
        assertEquals(1, reject.tuple());
        assertEquals(broken, reject.text());
        assertEquals(Reject.MALFORMED_TUPLE, reject.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"2026-05-05T09:01:00Z\",oops}",
                "{\"time\":\"2026-05-05T09:01:00Z\",\"flowRecords\":{\"flows\":[",
                "{\"time\":\"2026-05-05T09:01:00Z,\"flowRecords\":{\"flows\":[]}}",
                "{\"time\":\"2026-05-05T09:01:00Z\"}}}}",
                "{\"time\":\"2026-05-05T09:01:00Z\"]",
                "oops",
                "\"oops\"",
                "[1,2]",
                "17",
                "{}",
                "{\"time\":\"2026-05-05T09:01:00Z\",\"flowRecords\":\"none\"}"
            })
    void aMalformedRecordIsRejectedAndReadingGoesOnBehindIt(String broken) throws Exception {
        String before = FlowLogText.record(FlowLogText.tuple(1));
        String after = FlowLogText.record(FlowLogText.tuple(2));
        String text = FlowLogText.blob(before, broken, after);
        blob.read(text);

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), blob.tuples());
        assertTrue(!blob.rejects.isEmpty() && blob.rejects.size() <= 2, blob.rejects.toString());
        assertEquals(text.length() - 2, blob.mark.position());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"2026-05-05T09:01:00Z\",oops}",
                "{\"time\":\"2026-05-05T09:01:00Z,\"flowRecords\":{\"flows\":[]}}",
                "oops"
            })
    void afterAMalformedEndWhatIsAppendedIsRead(String broken) throws Exception {
        String before = FlowLogText.record(FlowLogText.tuple(1));
        blob.read(FlowLogText.blob(before, broken));
        int rejects = blob.rejects.size();
        blob.read(FlowLogText.blob(before, broken, FlowLogText.record(FlowLogText.tuple(2))));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), blob.tuples());
        assertEquals(1, rejects);
        assertEquals(1, blob.rejects.size());
        assertEquals(Reject.MALFORMED_RECORD, blob.rejects.get(0).code());
    }

    @Test
    void theTuplesBeforeAFaultInTheJsonAreNotLost() throws Exception {
        String whole = FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2));
        String broken = whole.replace("\",\"" + FlowLogText.tuple(2), "\",oops \"" + FlowLogText.tuple(2));
        blob.read(FlowLogText.blob(broken, FlowLogText.record(FlowLogText.tuple(3))));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(3)), blob.tuples());
        assertEquals(1, blob.rejects.size());
        assertTrue(blob.rejects.get(0).text().contains(FlowLogText.tuple(2)));
    }

    @Test
    void elementsOfAnotherKindAreRejectedOneByOne() throws Exception {
        String record = FlowLogText.record(FlowLogText.tuple(1))
                .replace("\"flowTuples\":[", "\"flowTuples\":[7,{\"a\":[]},null,")
                .replace(
                        "\"flows\":[",
                        "\"flows\":[\"x\",{\"aclID\":\"a\"},{\"aclID\":\"a\",\"flowGroups\":[3,{\"rule\":\"r\"}]},");
        blob.read(FlowLogText.blob(record));

        assertEquals(List.of(FlowLogText.tuple(1)), blob.tuples());
        assertEquals(7, blob.rejects.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"6.1\""})
    void aRecordOfAVersionThatIsNotKnownIsRejectedOnce(String version) throws Exception {
        String newer = FlowLogText.record("1,2,3", "4,5,6", "7,8,9")
                .replace("\"flowLogVersion\":4", "\"flowLogVersion\":" + version);
        String nsg = nsg("3", "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I,D,B,,,,,new", "x");
        blob.read(FlowLogText.blob(
                newer, FlowLogText.record(FlowLogText.tuple(1)), nsg, FlowLogText.record(FlowLogText.tuple(2))));

        assertEquals(List.of(FlowLogText.tuple(1), FlowLogText.tuple(2)), blob.tuples());
        assertEquals(2, blob.rejects.size());
        assertEquals(Reject.MALFORMED_RECORD, blob.rejects.get(0).code());
        assertTrue(
                blob.rejects.get(0).reason().startsWith("its version is " + version.replace("\"", "") + ", "),
                blob.rejects.get(0).reason());
        assertTrue(
                blob.rejects.get(1).reason().startsWith("its version is 3, "),
                blob.rejects.get(1).reason());
        assertEquals(newer.length(), blob.rejects.get(0).length());
    }

    @Test
    void aRecordOfAVersionThatIsNotKnownIsReadWhereItsTuplesCanBe() throws Exception {
        blob.read(FlowLogText.blob(
                FlowLogText.record(FlowLogText.tuple(1)).replace("\"flowLogVersion\":4", "\"flowLogVersion\":5")));

        assertEquals(List.of(FlowLogText.tuple(1)), blob.tuples());
        assertEquals(List.of(), blob.rejects);
    }

    @Test
    void theVersionOfAnNsgLogMayStandAfterItsTuplesOrBeMissing() throws Exception {
        String tuple = "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I,A";
        String first = nsg("1", tuple);
        String late = first.replace("\"Version\":1,", "").replace("]}]}}", "]}],\"Version\":1}}");
        blob.read(FlowLogText.blob(first, late, first.replace("\"Version\":1,", "")));

        assertEquals(List.of(tuple, tuple, tuple), blob.tuples());
        assertEquals(List.of(), blob.rejects);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I",
                "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I,X",
                "1777971661,203.0.113.9,host,28746,443,U,I,A"
            })
    void aMalformedTupleOfVersion1IsRejectedByItself(String broken) throws Exception {
        String tuple = "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I,A";
        blob.read(FlowLogText.blob(nsg("1", tuple, broken, tuple)));

        assertEquals(List.of(tuple, tuple), blob.tuples());
        assertEquals(List.of(broken), blob.rejects.stream().map(Reject::text).toList());
        assertEquals(Reject.MALFORMED_TUPLE, blob.rejects.get(0).code());
    }

    @Test
    void aTupleOfVersion2ThatEndsWithItsDecisionIsMalformed() throws Exception {
        blob.read(FlowLogText.blob(nsg("2", "1777971661,203.0.113.9,10.5.16.4,28746,443,U,I,A")));

        assertEquals(
                List.of("it has 8 fields instead of 13"),
                blob.rejects.stream().map(Reject::reason).toList());
    }

    private static String nsg(String version, String... tuples) {
        return "{\"time\":\"2026-05-05T09:01:00Z\",\"systemId\":\"" + FlowLogText.GUID
                + "\",\"macAddress\":\"000D3AF87857\","
                + "\"category\":\"NetworkSecurityGroupFlowEvent\",\"resourceId\":\"/SUBSCRIPTIONS/X\",\"properties\":{"
                + "\"Version\":" + version + ",\"flows\":[{\"rule\":\"r\",\"flows\":[{\"mac\":\"000D3AF87856\","
                + "\"flowTuples\":" + FlowLogText.list(List.of(tuples)) + "}]}]}}";
    }
}
