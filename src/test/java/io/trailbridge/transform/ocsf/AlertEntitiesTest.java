package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the entities of an alert become, one kind at a time. */
class AlertEntitiesTest {
    private static JsonNode alert(String entities) {
        String event = "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',"
                + "'Entities':[" + entities + "]}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event);
    }

    @ParameterizedTest
    @CsvSource({"String, 10, REG_SZ", "DWord, 2, REG_DWORD", "REG_MULTI_SZ, 6, REG_MULTI_SZ", "Odd, 99, Odd"})
    void aRegistryValueInTheFormOfSentinelIsRead(String type, int id, String caption) {
        JsonNode value = alert("{'kind':'RegistryValue','properties':{'key':{'hive':'HKLM','key':'Software\\\\Run'},"
                        + "'valueName':'Updater','valueData':'evil.exe','valueType':'" + type + "'}}")
                .at("/evidences/0/reg_value");

        assertEquals("HKLM\\Software\\Run", value.get("path").textValue());
        assertEquals("Updater", value.get("name").textValue());
        assertEquals("evil.exe", value.get("data").textValue());
        assertEquals(id, value.get("type_id").intValue());
        assertEquals(caption, value.get("type").textValue());
    }

    @Test
    void aRegistryValueWithoutATypeHasNone() {
        JsonNode value = alert("{'Type':'registry-value','Key':'HKLM\\\\Run','Name':'Updater','Value':'evil.exe'}")
                .at("/evidences/0/reg_value");

        assertEquals("evil.exe", value.get("data").textValue());
        assertFalse(value.has("type_id"));
    }

    @Test
    void anExploitIsNoKitOfThem() {
        JsonNode malware = alert("{'Type':'malware','Name':'CVE-2026-1','Category':'Exploit'}")
                .at("/malware/0");

        assertEquals(99, malware.at("/classification_ids/0").intValue());
        assertEquals("Exploit", malware.at("/classifications/0").textValue());
    }

    @Test
    void aMalwareOfTheSameNameButAnotherClassIsAnother() {
        JsonNode malware = alert("{'Type':'malware','Name':'Mirai','Category':'Worm'},"
                        + "{'Type':'malware','Name':'MIRAI','Category':'Bot'},"
                        + "{'Type':'malware','Name':'mirai','Category':'worm'},"
                        + "{'Type':'malware','Name':'mirai','Category':'Odd'},"
                        + "{'Type':'malware','Name':'mirai','Category':'Odder'}")
                .get("malware");

        assertEquals(4, malware.size());
        assertEquals(22, malware.at("/0/classification_ids/0").intValue());
        assertEquals(3, malware.at("/1/classification_ids/0").intValue());
    }

    @Test
    void aProcessOfANumberBelowZeroIsNoProcess() {
        JsonNode finding = alert("{'Type':'process','ProcessId':'-1','CommandLine':'sh -c id'},"
                + "{'Type':'process','ProcessId':0,'CommandLine':'idle'}");

        assertFalse(finding.at("/evidences/0").has("process"));
        assertEquals("-1", finding.at("/evidences/0/data/processId").textValue());
        assertEquals("sh -c id", finding.at("/observables/0/value").textValue());
        assertTrue(finding.at("/evidences/1/process/pid").isInt());
    }
}
