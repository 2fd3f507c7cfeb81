package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an alert names only within another entity has the place in a finding that a listed entity has. */
class EntitiesWithinOthersTest {
    private static final String ACCOUNT =
            SmallEvents.SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/shop";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Type':'malware','Name':'M','Files':[{'Name':'x.elf','Directory':'/tmp'}]} | /tmp/x.elf",
                "{'Type':'malware','Name':'M','Files':[{'Name':'x.exe','Directory':'C:\\\\Temp\\\\'}]} | C:\\Temp\\x.exe",
                "{'Type':'malware','Name':'M','File':{'Name':'x.exe'}} | x.exe",
                "{'kind':'Malware','properties':{'malwareName':'M','files':[{'kind':'File','properties':{'fileName':'x'}}]}} | x",
                "{'Type':'file','Name':'x','Malware':{'Type':'malware','Name':'M','Files':['odd']}} | ~~"
            })
    void aMalwareIsInItsFile(String entity, String path) throws IOException {
        JsonNode malware = map(entity).at("/Malware/0");

        assertEquals("M", malware.path("Name").asText());
        assertEquals(path == null ? "" : path, malware.path("Path").asText());
    }

    @Test
    void theStorageAccountOfABlobIsAResource() throws IOException {
        JsonNode finding = map("{'Type':'blob','Name':'a','BlobContainer':{'Type':'blob-container','StorageResource':"
                + "{'Type':'azure-resource','ResourceId':'" + ACCOUNT + "'}}}");

        assertEquals(ACCOUNT, finding.at("/Resources/0/Id").asText());
        assertEquals(1, finding.get("Resources").size());
    }

    private static JsonNode map(String entity) throws IOException {
        return SmallEvents.map("{'SystemAlertId':'sys-1','AlertType':'T','TimeGenerated':'2026-01-01T00:00:00Z',"
                + "'Entities':[" + entity + "]}");
    }
}
