package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.transform.FlowLogBlobs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobNoticeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTAINER = "insights-logs-flowlogflowevent";

    @Test
    void bothSchemasNameTheBlob() throws IOException {
        for (String schema : new String[] {"cloud-event", "event-grid"}) {
            JsonNode event = JSON.readTree(BlobNoticeTest.class.getResourceAsStream("/samples/blob-created." + schema + ".json"));
            JsonNode one = event.isArray() ? event.get(0) : event;
            BlobNotice notice = BlobNotice.of(one, null);
            assertTrue(FlowLogBlobs.isNotice(one));
            assertEquals("https://contosoflows.blob.core.windows.net", notice.blob().endpoint(), schema);
            assertEquals("contosoflows", notice.blob().account());
            assertTrue(notice.blob().path().endsWith("/PT1H.json"));
        }
    }

    @Test
    void anEncodedPathIsDecoded() {
        BlobNotice notice = BlobNotice.of(event("https://acc.blob.core.windows.net/" + CONTAINER + "/a%20b/c+d/e%25/PT1H.json"), null);
        assertEquals("a b/c+d/e%/PT1H.json", notice.blob().path());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://evil.example.com/insights-logs-flowlogflowevent/x",
        "http://acc.blob.core.windows.net/insights-logs-flowlogflowevent/x",
        "https://acc.blob.core.windows.net.evil.com/insights-logs-flowlogflowevent/x",
        "https://acc.blob.core.windows.net:8443/insights-logs-flowlogflowevent/x",
        "https://acc.blob.core.windows.net@evil.com/insights-logs-flowlogflowevent/x",
        "https://evil.com/acc.blob.core.windows.net/insights-logs-flowlogflowevent/x",
        "https://169.254.169.254/insights-logs-flowlogflowevent/x",
        "https://acc.file.core.windows.net/insights-logs-flowlogflowevent/x",
        "file:///etc/passwd"})
    void noHostButThatOfAnAzureAccountIsBelieved(String url) {
        assertEquals("ForeignHost", assertThrows(RejectedException.class, () -> BlobNotice.of(event(url), null)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob.core.windows.net", "blob.core.usgovcloudapi.net", "blob.core.chinacloudapi.cn",
        "z12.blob.storage.azure.net"})
    void theCloudsOfAzureAreBelieved(String suffix) {
        assertEquals("https://acc." + suffix,
                BlobNotice.of(event("https://acc." + suffix + "/" + CONTAINER + "/x"), null).blob().endpoint());
    }

    @Test
    void withAConnectionStringOnlyItsOwnAccountIsRead() {
        StorageEndpoint own = StorageEndpoint.of("AccountName=acc;AccountKey=a2V5;EndpointSuffix=core.windows.net");
        assertEquals("acc", BlobNotice.of(event("https://acc.blob.core.windows.net/" + CONTAINER + "/x"), own).blob().account());
        assertThrows(RejectedException.class,
                () -> BlobNotice.of(event("https://other.blob.core.windows.net/" + CONTAINER + "/x"), own));
    }

    @Test
    void anotherContainerIsRefusedByName() {
        JsonNode event = event("https://acc.blob.core.windows.net/pictures/x.png?sig=secret");
        RejectedException refused = assertThrows(RejectedException.class, () -> BlobNotice.of(event, null));
        assertEquals("NotAFlowLog", refused.code());
        assertTrue(refused.getMessage().contains("https://acc.blob.core.windows.net/pictures/x.png"));
        assertFalse(refused.getMessage().contains("secret"));
        assertFalse(FlowLogBlobs.isNotice(event));
    }

    @Test
    void credentialsAreCheckedAndNotShown() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new StorageCredentials("t", "c", "", null))
                .getMessage().contains("clientSecret"));
        assertThrows(IllegalArgumentException.class, () -> new StorageCredentials("t", "c", "s", "AccountName=a"));
        assertThrows(IllegalArgumentException.class, () -> new StorageCredentials(null, null, null, "nonsense"));
        assertFalse(new StorageCredentials("t", "c", "hidden", null).toString().contains("hidden"));
    }

    private static JsonNode event(String url) {
        return JSON.createObjectNode().put("type", "Microsoft.Storage.BlobCreated")
                .set("data", JSON.createObjectNode().put("url", url));
    }
}
