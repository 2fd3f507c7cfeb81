package io.trailbridge.flowlogs.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.schemas.PublishedSchemas;
import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.transform.json.DeterministicId;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowRowsTest {
    @Test
    void thePublishedVirtualNetworkLogGivesTheExpectedRows() throws Exception {
        PublicSamples.assumeHere();
        String text = Files.readString(PublicSamples.file("vnetflow/msdocs-vnet-flow-log-v4.json"));
        List<JsonNode> rows = rows(text, OcsfMapper.VERSION);

        assertEquals(19, rows.size());
        assertEquals(
                List.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 5, 5, 5, 5, 5, 5, 5, 5, 5),
                rows.stream().map(row -> row.get("activity_id").intValue()).toList());
        JsonNode closed = rows.get(9);
        assertEquals("Network Activity: Close", closed.get("type_name").textValue());
        assertEquals(400_102, closed.get("type_uid").intValue());
        assertEquals(1_663_146_022_793L, closed.get("time").longValue());
        assertEquals(1_663_146_022_793L, closed.get("end_time").longValue());
        assertEquals(
                1_663_146_022_793L - 1_663_146_017_343L, closed.get("duration").longValue());
        assertEquals(2217, closed.at("/traffic/bytes_out").longValue());
        assertEquals(32466, closed.at("/traffic/bytes_in").longValue());
        assertEquals(34683, closed.at("/traffic/bytes").longValue());
        assertEquals(55, closed.at("/traffic/packets").longValue());
        assertEquals("Outbound", closed.at("/connection_info/direction").textValue());
        assertEquals("Source", closed.get("observation_point").textValue());
        assertEquals("00:22:48:71:C2:05", closed.at("/src_endpoint/mac").textValue());
        assertTrue(closed.at("/src_endpoint/vpc_uid").textValue().endsWith("/virtualNetworks/myVNet"));
        assertFalse(closed.get("dst_endpoint").has("mac"));
        assertEquals("eastus2euap", closed.at("/cloud/region").textValue());
        assertEquals(
                "00000000-0000-0000-0000-000000000000",
                closed.at("/cloud/account/uid").textValue());
        assertEquals(
                "DefaultRule_AllowInternetOutBound",
                closed.at("/firewall_rule/name").textValue());
        assertEquals(
                "00000000-1234-abcd-ef00-c1c2c3c4c5c6",
                closed.at("/firewall_rule/uid").textValue());
        assertEquals(
                DeterministicId.of(
                                "flow",
                                List.of(
                                        "abcdef01-2345-6789-0abc-def012345678",
                                        "00224871C205",
                                        "00000000-1234-abcd-ef00-c1c2c3c4c5c6",
                                        "DefaultRule_AllowInternetOutBound",
                                        closed.get("raw_data").textValue()))
                        .toString(),
                closed.at("/metadata/uid").textValue());
        JsonNode begun = rows.get(8);
        assertFalse(begun.has("traffic"));
        assertEquals(begun.get("time"), begun.get("start_time"));
        JsonNode denied = rows.get(10);
        assertEquals("Denied", denied.get("action").textValue());
        assertEquals("Blocked", denied.get("disposition").textValue());
        assertEquals("Failure", denied.get("status").textValue());
        assertEquals("00:22:48:71:C2:05", denied.at("/dst_endpoint/mac").textValue());
        assertFalse(denied.has("traffic"));
        assertEquals(
                19,
                rows.stream()
                        .map(row -> row.at("/metadata/uid").textValue())
                        .distinct()
                        .count());
    }

    @Test
    void thePublishedTuplesInSecondsWithEmptyCountersGiveTheExpectedRows() throws Exception {
        PublicSamples.assumeHere();
        List<String> tuples =
                Files.readAllLines(PublicSamples.file("vnetflow/msdocs-vnet-flow-tuples-bandwidth.txt")).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
        List<JsonNode> rows =
                rows(FlowLogText.blob(FlowLogText.record(tuples.toArray(String[]::new))), OcsfMapper.OLDER_VERSION);

        assertEquals(
                List.of("Open", "Traffic", "Close"),
                rows.stream().map(row -> row.get("activity_name").textValue()).toList());
        assertEquals(1_493_763_938_000L, rows.get(0).get("time").longValue());
        assertFalse(rows.get(0).has("traffic"));
        assertEquals(588_096, rows.get(1).at("/traffic/bytes_out").longValue());
        assertEquals(
                1021 + 52,
                rows.get(1).at("/traffic/packets_out").longValue()
                        + rows.get(2).at("/traffic/packets_out").longValue());
        assertFalse(rows.get(2).has("duration"), "it ends before it begins");
        assertEquals(99, rows.get(0).at("/cloud/account/type_id").intValue());
        assertFalse(rows.get(0).has("observation_point_id"));
    }

    @Test
    void anNsgLogGivesRowsByItsDecisions() throws Exception {
        List<JsonNode> rows = rows(sample("nsg-v2.json"), OcsfMapper.VERSION);

        assertEquals(
                List.of("Refuse", "Refuse", "Open", "Traffic", "Close"),
                rows.stream().map(row -> row.get("activity_name").textValue()).toList());
        assertEquals(17, rows.get(0).at("/connection_info/protocol_num").intValue());
        assertEquals("tcp", rows.get(1).at("/connection_info/protocol_name").textValue());
        assertEquals("00:0D:3A:F8:78:56", rows.get(0).at("/dst_endpoint/mac").textValue());
        assertEquals("UserRule_allow-web", rows.get(4).at("/firewall_rule/name").textValue());
        assertTrue(rows.get(4).at("/firewall_rule/uid").textValue().endsWith("/NSG-WEB"));
        assertEquals(8000, rows.get(4).get("duration").longValue());
        assertEquals(
                "20dc354a-ba60-44fb-88f8-283b7efd4fcf",
                rows.get(4).at("/cloud/account/uid").textValue());
        assertFalse(rows.get(4).get("cloud").has("region"));
        assertEquals("2", rows.get(4).at("/metadata/log_version").textValue());
    }

    @Test
    void anNsgLogOfVersion1GivesRowsOfWhatItSays() throws Exception {
        List<JsonNode> rows = rows(sample("nsg-v1.json"), OcsfMapper.VERSION);

        assertEquals(
                List.of("Refuse", "Refuse", "Traffic", "Traffic"),
                rows.stream().map(row -> row.get("activity_name").textValue()).toList());
        assertEquals(
                List.of("Denied", "Denied", "Allowed", "Allowed"),
                rows.stream().map(row -> row.get("action").textValue()).toList());
        JsonNode out = rows.get(3);
        assertEquals(1_777_971_671_000L, out.get("time").longValue());
        assertEquals("Outbound", out.at("/connection_info/direction").textValue());
        assertEquals("00:0D:3A:F8:78:56", out.at("/src_endpoint/mac").textValue());
        assertEquals(35_370, out.at("/dst_endpoint/port").intValue());
        assertEquals("UserRule_allow-web", out.at("/firewall_rule/name").textValue());
        assertEquals("1", out.at("/metadata/log_version").textValue());
        assertFalse(out.has("traffic") || out.has("duration") || out.has("start_time") || out.has("end_time"));
    }

    @Test
    void targetsAddressesAndEncryptionFindTheirPlaces() throws Exception {
        List<JsonNode> rows = rows(sample("vnet-v4-targets.json"), OcsfMapper.VERSION);

        assertEquals(
                "Denied by virtual network encryption: NX_HW_NOT_SUPPORTED",
                rows.get(0).get("status_detail").textValue());
        assertEquals(
                "NX_HW_NOT_SUPPORTED",
                rows.get(0).at("/unmapped/flow_encryption").textValue());
        assertTrue(rows.get(0).at("/dst_endpoint/subnet_uid").textValue().endsWith("/subnets/web"));
        assertTrue(rows.get(0).at("/dst_endpoint/vpc_uid").textValue().endsWith("/virtualNetworks/vnet-hub"));
        assertEquals(6, rows.get(1).at("/connection_info/protocol_ver_id").intValue());
        assertEquals(500, rows.get(2).get("duration").longValue());
        assertEquals("icmp", rows.get(3).at("/connection_info/protocol_name").textValue());
        assertTrue(rows.get(4).at("/dst_endpoint/interface_uid").textValue().endsWith("/nic-web-1"));
        assertFalse(rows.get(4).get("cloud").has("region"));
        assertEquals("allow-\"quoted\"", rows.get(4).at("/firewall_rule/name").textValue());
    }

    @Test
    void rawDataCanBeLeftOut() throws Exception {
        InMemoryBlob blob = new InMemoryBlob();
        blob.rawData = false;
        blob.read(sample("nsg-v2.json"));
        assertEquals(5, blob.rows.size());
        assertTrue(blob.rows.stream().noneMatch(row -> row.has("raw_data")));
    }

    /** The rows, each of them valid, and the same in the other version as far as that has the attributes. */
    private static List<JsonNode> rows(String text, String version) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (String one : List.of(OcsfMapper.VERSION, OcsfMapper.OLDER_VERSION)) {
            InMemoryBlob blob = new InMemoryBlob();
            blob.version = one;
            blob.read(text);
            assertEquals(List.of(), blob.rejects);
            for (JsonNode row : blob.rows) {
                assertEquals(List.of(), PublishedSchemas.ocsfFaults(one, row), () -> row.toPrettyString());
                assertEquals(
                        InMemoryBlob.CLOCK.millis(),
                        row.at("/metadata/processed_time").longValue());
            }
            if (one.equals(version)) {
                rows = blob.rows;
            }
        }
        return rows;
    }

    private static String sample(String name) throws IOException {
        try (InputStream stream = FlowRowsTest.class.getResourceAsStream("/samples/flowlogs/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
