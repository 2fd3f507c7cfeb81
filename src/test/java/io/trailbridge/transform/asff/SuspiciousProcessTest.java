package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A finding has room for one process: the one that the alert is about, not those from which it descends. */
class SuspiciousProcessTest {
    private static final String PARENT = "{'$id':'5','Type':'process','ProcessId':'0x5','CommandLine':''}";
    private static final String CHILD =
            "{'$id':'7','Type':'process','ProcessId':'0x7','CommandLine':'c'," + "'ParentProcess':{'$ref':'5'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The parent first, last, only within, not referred to but repeated, a grandparent, and in Sentinel's
                // form.
                PARENT + "," + CHILD + " | 7",
                "{'Type':'process','ProcessId':'7','ParentProcess':{'$id':'5','ProcessId':'5'}},{'$ref':'5'} | 7",
                "{'Type':'process','ProcessId':'5','CommandLine':'p'},{'Type':'process','ProcessId':'0x7','ParentProcess':"
                        + "{'Type':'process','ProcessId':5}} | 7",
                "{'Type':'process','ProcessId':'1','CommandLine':'g'}," + PARENT + ",{'Type':'process','ProcessId':'7',"
                        + "'ParentProcess':{'ProcessId':'5','ParentProcess':{'ProcessId':'1'}}} | 7",
                "{'kind':'Process','properties':{'processId':'5','commandLine':'p'}},{'kind':'Process','properties':"
                        + "{'processId':'7','parentProcess':{'processId':'5'}}} | 7",
                // Several lines: one that is described before one that is not, else the first.
                "{'Type':'process','ProcessId':'3'}," + PARENT + "," + CHILD + " | 7",
                "{'Type':'process','ProcessId':'3','CommandLine':'x'}," + PARENT + "," + CHILD + " | 3",
                "{'Type':'process','ProcessId':'3'},{'Type':'process','ProcessId':'4'} | 3",
                // Without a number, and each the parent of the other.
                "{'$id':'1','Type':'process','CommandLine':'p'},{'Type':'process','ProcessId':'7','ParentProcess':{'$ref':'1'}}"
                        + " | 7",
                "{'Type':'process','ProcessId':'1','ParentProcess':{'ProcessId':'2'}},{'Type':'process','ProcessId':'2',"
                        + "'ParentProcess':{'ProcessId':'1'}} | 1",
                "{'Type':'process','ProcessId':'1','ParentProcess':{'ProcessId':'1'}} | 1"
            })
    void itIsTheLastOfItsLine(String entities, int number) throws JsonProcessingException {
        JsonNode finding = SmallEvents.map("{'SystemAlertId':'a','AlertType':'T','Entities':[" + entities + "]}");

        assertEquals(number, finding.at("/Process/Pid").asInt(), entities);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Suspicious Process Id':'0x3'",
                "'suspicious process id':'3'",
                "'SuspiciousProcessId':3",
                "'Suspicious Command Line':'other -x'"
            })
    void itIsTheOneThatTheAlertNames(String property) throws JsonProcessingException {
        JsonNode finding = SmallEvents.map("{'SystemAlertId':'a','AlertType':'T','ExtendedProperties':{'Own':'0x5',"
                + property + "},'Entities':[" + PARENT + "," + CHILD
                + ",{'Type':'process','ProcessId':'0x3','CommandLine':'other -x'}]}");

        assertEquals(3, finding.at("/Process/Pid").asInt());
    }

    @Test
    void itsParentAndItsProgramAreItsOwn() throws JsonProcessingException {
        JsonNode finding = SmallEvents.map("{'SystemAlertId':'a','AlertType':'T','Entities':[" + PARENT
                + ",{'Type':'process','ProcessId':'7','ParentProcess':{'$ref':'5'},'CreationTimeUtc':"
                + "'2026-01-01T00:00:00Z','ImageFile':{'Name':'tool.exe','Directory':'c:\\\\temp'}}]}");

        assertEquals(
                "{\"Name\":\"tool.exe\",\"Path\":\"c:\\\\temp\\\\tool.exe\",\"Pid\":7,\"ParentPid\":5,"
                        + "\"LaunchedAt\":\"2026-01-01T00:00:00.000Z\"}",
                finding.get("Process").toString());
    }
}
