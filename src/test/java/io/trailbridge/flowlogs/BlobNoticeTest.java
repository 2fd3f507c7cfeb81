package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.flowlogs.storage.StorageAccess;
import io.trailbridge.flowlogs.storage.StorageCredentials;
import io.trailbridge.transform.FlowLogBlobs;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobNoticeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTAINER = "insights-logs-flowlogflowevent";

    @Test
    void bothSchemasNameTheBlob() throws IOException {
        for (String schema : new String[] {"cloud-event", "event-grid"}) {
            JsonNode event = JSON.readTree(
                    BlobNoticeTest.class.getResourceAsStream("/samples/blob-created." + schema + ".json"));
            JsonNode one = event.isArray() ? event.get(0) : event;
            BlobNotice notice = BlobNotice.of(one, ReadableAccounts.ANY);
            assertTrue(FlowLogBlobs.isNotice(one));
            assertEquals(
                    "https://contosoflows.blob.core.windows.net", notice.blob().endpoint(), schema);
            assertEquals("contosoflows", notice.blob().account());
            assertTrue(notice.blob().path().endsWith("/PT1H.json"));
        }
    }

    @Test
    void anEncodedPathIsDecoded() {
        BlobNotice notice = BlobNotice.of(
                event("https://acc.blob.core.windows.net/" + CONTAINER + "/a%20b/c+d/e%25/PT1H.json"),
                ReadableAccounts.ANY);
        assertEquals("a b/c+d/e%/PT1H.json", notice.blob().path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/insights-logs-flowlogflowevent/x",
                "http://acc.blob.core.windows.net/insights-logs-flowlogflowevent/x",
                "https://acc.blob.core.windows.net.evil.com/insights-logs-flowlogflowevent/x",
                "https://acc.blob.core.windows.net:8443/insights-logs-flowlogflowevent/x",
                "https://acc.blob.core.windows.net@evil.com/insights-logs-flowlogflowevent/x",
                "https://evil.com/acc.blob.core.windows.net/insights-logs-flowlogflowevent/x",
                "https://169.254.169.254/insights-logs-flowlogflowevent/x",
                "https://acc.file.core.windows.net/insights-logs-flowlogflowevent/x",
                "file:///etc/passwd"
            })
    void noHostButThatOfAnAzureAccountIsBelieved(String url) {
        assertEquals(
                "ForeignHost",
                assertThrows(RejectedException.class, () -> BlobNotice.of(event(url), ReadableAccounts.ANY))
                        .code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blob.core.windows.net",
                "blob.core.usgovcloudapi.net",
                "blob.core.chinacloudapi.cn",
                "z12.blob.storage.azure.net"
            })
    void theCloudsOfAzureAreBelieved(String suffix) {
        assertEquals(
                "https://acc." + suffix,
                BlobNotice.of(event("https://acc." + suffix + "/" + CONTAINER + "/x"), ReadableAccounts.ANY)
                        .blob()
                        .endpoint());
    }

    @Test
    void withAConnectionStringOnlyItsOwnAccountIsRead() {
        StorageAccess access = new StorageAccess(
                CredentialsSource.of(new StorageCredentials(
                        null, null, null, "AccountName=acc;AccountKey=a2V5;EndpointSuffix=core.windows.net")),
                Set.of());
        ReadableAccounts own = new ReadableAccounts(access.endpoint(), access.accounts());
        assertEquals(
                "acc",
                BlobNotice.of(event("https://acc.blob.core.windows.net/" + CONTAINER + "/x"), own)
                        .blob()
                        .account());
        assertThrows(
                RejectedException.class,
                () -> BlobNotice.of(event("https://other.blob.core.windows.net/" + CONTAINER + "/x"), own));
    }

    @Test
    void whereAccountsAreNamedNoOtherIsReadAndTheSettingIsNamed() {
        ReadableAccounts named = new ReadableAccounts(null, Set.of("acc", "acc2"));
        assertEquals(
                "acc2",
                BlobNotice.of(event("https://acc2.blob.core.windows.net/" + CONTAINER + "/x"), named)
                        .blob()
                        .account());
        RejectedException refused = assertThrows(
                RejectedException.class,
                () -> BlobNotice.of(event("https://acc3.blob.core.windows.net/" + CONTAINER + "/x?sig=secret"), named));
        assertEquals("ForeignAccount", refused.code());
        assertTrue(
                refused.getMessage().contains("acc3") && refused.getMessage().contains("trailbridge.flowlogs.accounts"),
                refused.getMessage());
        assertFalse(refused.getMessage().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secrets/x",
                "a/../../secrets/x",
                "a/..",
                "./x",
                "%2e%2e/secrets/x",
                "%252E%252e/secrets/x",
                "..%2fsecrets/x",
                "..\\secrets\\x",
                "..%5Csecrets/x"
            })
    void aPathThatLeavesItsContainerIsRefused(String path) {
        JsonNode event = event("https://acc.blob.core.windows.net/" + CONTAINER + "/" + path);
        assertEquals(
                "BadPath",
                assertThrows(RejectedException.class, () -> BlobNotice.of(event, ReadableAccounts.ANY))
                        .code());
    }

    @Test
    void aPathThatIsLongerThanBlobNamesIsRefusedAndDotsWithinANameAreNot() {
        String url = "https://acc.blob.core.windows.net/" + CONTAINER + "/";
        assertEquals(
                "BadPath",
                assertThrows(
                                RejectedException.class,
                                () -> BlobNotice.of(event(url + "x".repeat(1025)), ReadableAccounts.ANY))
                        .code());
        assertEquals(
                "a..b/...",
                BlobNotice.of(event(url + "a..b/..."), ReadableAccounts.ANY)
                        .blob()
                        .path());
    }

    @Test
    void anotherContainerIsRefusedByName() {
        JsonNode event = event("https://acc.blob.core.windows.net/pictures/x.png?sig=secret");
        RejectedException refused =
                assertThrows(RejectedException.class, () -> BlobNotice.of(event, ReadableAccounts.ANY));
        assertEquals("NotAFlowLog", refused.code());
        assertTrue(refused.getMessage().contains("https://acc.blob.core.windows.net/pictures/x.png"));
        assertFalse(refused.getMessage().contains("secret"));
        assertFalse(FlowLogBlobs.isNotice(event));
    }

    private static JsonNode event(String url) {
        return JSON.createObjectNode()
                .put("type", "Microsoft.Storage.BlobCreated")
                .set("data", JSON.createObjectNode().put("url", url));
    }
}
