package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an alert names only within another entity is evidence and can be searched for, as what it lists. */
class NestedEntitiesTest {
    private static final String HASH = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    private static JsonNode alert(String entities) {
        String event = "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',"
                + "'Entities':[" + entities + "]}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Type':'dns','DomainName':'bad.example','IpAddresses':[{'Type':'ip','Address':'198.51.100.7'}]}"
                        + " | 2 | 198.51.100.7 | /evidences/1/src_endpoint/ip",
                "{'Type':'dns','DomainName':'bad.example','IpAddress':['198.51.100.7']}"
                        + " | 2 | 198.51.100.7 | /evidences/1/src_endpoint/ip",
                "{'Type':'dns','DomainName':'bad.example','HostIpAddress':{'Address':'198.51.100.7'}}"
                        + " | 2 | 198.51.100.7 | /evidences/1/src_endpoint/ip",
                "{'Type':'dns','DomainName':'bad.example','DnsServerIp':{'Address':'2001:db8::1','Type':'ip'}}"
                        + " | 2 | 2001:db8::1 | /evidences/1/src_endpoint/ip",
                "{'kind':'DnsResolution','properties':{'domainName':'bad.example','ipAddresses':"
                        + "[{'kind':'Ip','properties':{'address':'198.51.100.7'}}]}}"
                        + " | 2 | 198.51.100.7 | /evidences/1/src_endpoint/ip",
                "{'Type':'malware','Name':'Mirai','Files':[{'Type':'file','Name':'x.elf','Directory':'/tmp'}]}"
                        + " | 45 | /tmp/x.elf | /evidences/1/file/path",
                "{'Type':'malware','Name':'Mirai','Files':[{'Name':'x.elf'}]} | 7 | x.elf | /evidences/1/file/name",
                "{'Type':'malware','Name':'Mirai','File':{'Name':'x.elf'}} | 7 | x.elf | /evidences/1/file/name",
                "{'Type':'malware','Name':'M','Files':[{'Name':'x','FileHashes':[{'Algorithm':'SHA256','Value':'HASH'}]}]}"
                        + " | 8 | HASH | /evidences/1/file/hashes/0/value",
                "{'Type':'malware','Name':'Mirai','Processes':[{'Type':'process','ProcessId':'0x10','CommandLine':'x -a'}]}"
                        + " | 13 | x -a | /evidences/1/process/cmd_line",
                "{'Type':'process','CommandLine':'sh','ImageFile':{'Name':'sh','Directory':'/bin'}}"
                        + " | 45 | /bin/sh | /evidences/1/file/path",
                "{'Type':'process','CommandLine':'sh','Account':{'Name':'root','NTDomain':'web'}}"
                        + " | 4 | root | /evidences/1/user/name",
                "{'Type':'process','CommandLine':'sh','Host':{'HostName':'web01','Type':'host'}}"
                        + " | 1 | web01 | /evidences/1/device/hostname",
                "{'Type':'account','Name':'root','Host':{'HostName':'web01'}} | 1 | web01 | /evidences/1/device/hostname",
                "{'Type':'process','ParentProcess':{'ProcessId':7,'CommandLine':'sh -c x','ImageFile':{'Name':'sh'}}}"
                        + " | 7 | sh | /evidences/2/file/name",
                "{'Type':'mail-message','Recipient':'a@b.example','SenderIP':'198.51.100.7'}"
                        + " | 2 | 198.51.100.7 | /evidences/1/src_endpoint/ip",
                "{'Type':'mail-message','Recipient':'a@b.example','Urls':['https://bad.example/x']}"
                        + " | 6 | https://bad.example/x | /evidences/1/url/url_string",
                "{'Type':'odd','What':{'Type':'url','Url':'https://bad.example/x'}}"
                        + " | 6 | https://bad.example/x | /evidences/1/url/url_string",
                "{'Type':'malware','Name':'M','Blob':{'Type':'blob','Url':'https://a.blob.core.windows.net/c/a b.txt'}}"
                        + " | 6 | https://a.blob.core.windows.net/c/a b.txt | /evidences/1/url/url_string",
                "{'Type':'blob','Name':'a.txt','Url':'https://a.blob.core.windows.net/c/a.txt','Etag':'0x8'}"
                        + " | 6 | https://a.blob.core.windows.net/c/a.txt | /evidences/0/url/url_string"
            })
    void whatStandsWithinAnotherIsEvidenceAndObservable(String entity, int type, String value, String pointer) {
        String wanted = value.replace("HASH", HASH);
        JsonNode finding = alert(entity.replace("HASH", HASH));

        assertEquals(wanted, finding.at(pointer).textValue(), finding.get("evidences")::toString);
        assertTrue(observed(finding).contains(type + " " + wanted), finding.get("observables")::toString);
    }

    @Test
    void theHashOfAFileWithoutANameIsObserved() {
        JsonNode finding = alert("{'Type':'malware','Name':'M','Files':[{'Type':'file','FileHashes':[{'Algorithm':"
                + "'SHA256','Value':'" + HASH + "','Type':'filehash'}]}]}");

        assertTrue(observed(finding).contains("8 " + HASH), finding::toString);
    }

    @Test
    void theStorageAccountOfABlobIsARelatedResource() {
        String account = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/providers/"
                + "Microsoft.Storage/storageAccounts/shop";
        JsonNode resource = alert("{'Type':'blob','Name':'a','Url':'https://shop.blob.core.windows.net/c/a',"
                        + "'BlobContainer':{'Type':'blob-container','Name':'c','StorageResource':{'Type':'azure-resource',"
                        + "'ResourceId':'" + account + "'}}}")
                .at("/resources/0");

        assertEquals(account, resource.get("uid").textValue());
        assertEquals("Related", resource.get("role").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$id':'1','Type':'host','HostName':'web01'},{'$id':'2','Type':'process','CommandLine':'x','Host':{'$ref':'1'}}",
                "{'$id':'2','Type':'process','CommandLine':'x','Host':{'$id':'1','Type':'host','HostName':'web01'}},{'$ref':'1'}",
                "{'Type':'host','HostName':'web01'},{'Type':'process','CommandLine':'x','Host':{'Type':'host','HostName':'web01'}}",
                "{'Type':'host','HostName':'web01'},{'Type':'process','CommandLine':'x','Host':{'$ref':'9'}}",
                "{'Type':'network-connection','SourceAddress':{'Address':'10.0.0.4'}},{'Type':'ip','Address':'10.0.0.5'}",
                "{'Type':'ip','Address':'10.0.0.5','Location':{'CountryCode':'DE','City':'Berlin'}},{'Type':'host','HostName':'h'}",
                "{'Type':'file','Name':'x','FileHashes':[{'Algorithm':'MD5','Value':'ab'}]},{'Type':'host','HostName':'h'}",
                "{'Type':'host','HostName':'h','Metadata':{'a':{'b':1}}},{'Type':'url','Url':'https://x.example'}"
            })
    void whatIsListedOrSaidAlreadyIsNotSaidAgain(String entities) {
        assertEquals(2, alert(entities).get("evidences").size());
    }

    @Test
    void twoEntitiesWithTheSameOneWithinGiveItOnce() {
        String process = "{'Type':'process','CommandLine':'x','ImageFile':{'Name':'sh'}}";
        JsonNode finding = alert(process + "," + process.replace("'x'", "'y'"));

        assertEquals(3, finding.get("evidences").size());
        assertEquals(
                "evidences[0].data.imageFile",
                finding.at("/evidences/2/data/$ref").textValue());
    }

    @Test
    void ofVeryManyOnlySomeAreTaken() {
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            files.append(i == 0 ? "" : ",").append("{'Name':'f").append(i).append("'}");
        }
        JsonNode finding = alert("{'Type':'malware','Name':'M','Files':[" + files + "]}");

        assertEquals(65, finding.get("evidences").size());
        assertEquals(1_000, finding.at("/evidences/0/data/files").size());
    }

    private static List<String> observed(JsonNode finding) {
        List<String> observed = new ArrayList<>();
        finding.path("observables")
                .forEach(one -> observed.add(
                        one.get("type_id").asText() + " " + one.get("value").asText()));
        return observed;
    }
}
