package io.trailbridge.standin.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the client that production uses. */
class BlobStorageStandInTest {
    private static final String PATH = "a b/c=d/PT1H.json";

    private final BlobStorageStandIn storage = BlobStorageStandIn.start();

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aRangeOfABlobAndItsPropertiesAreServed() {
        StoredBlob state = storage.put(PATH, "0123456789");
        BlobClient blob = blob(storage.connectionString());

        assertEquals(10, blob.getProperties().getBlobSize());
        assertEquals(state.etag().replace("\"", ""), blob.getProperties().getETag());
        assertEquals(
                state.created().getEpochSecond(),
                blob.getProperties().getCreationTime().toEpochSecond());
        assertEquals("3456", read(blob, new BlobRange(3, 4L), null));
        assertEquals("89", read(blob, new BlobRange(8, 100L), null));
        assertEquals(6, storage.bytesServed());
    }

    @Test
    void whatTheServiceRefusesIsRefusedWithItsCode() {
        BlobClient blob = blob(storage.connectionString());
        assertCode(404, "BlobNotFound", () -> read(blob, new BlobRange(0, 1L), null));
        String old = storage.put(PATH, "0123").etag();
        storage.put(PATH, "01234");
        assertCode(412, "ConditionNotMet", () -> read(blob, new BlobRange(0, 1L), old));
        assertCode(416, "InvalidRange", () -> read(blob, new BlobRange(5, 1L), null));
        String wrongKey = storage.connectionString().replaceFirst("AccountKey=[^;]+", "AccountKey=d3Jvbmc=");
        assertCode(403, "AuthenticationFailed", () -> read(blob(wrongKey), new BlobRange(0, 1L), null));
        storage.faults().failNext(1, BlobFaults.Failure.SERVER_BUSY);
        assertCode(503, "ServerBusy", () -> read(blob, new BlobRange(0, 1L), null));
        assertEquals("01234", read(blob, new BlobRange(0), null));
    }

    @Test
    void anAppendedRecordStandsBeforeTheEndOfTheList() {
        storage.append(PATH, "{\"a\":1}");
        StoredBlob longer = storage.append(PATH, "{\"b\":2}");
        assertArrayEquals("{\"records\":[{\"a\":1},{\"b\":2}]}".getBytes(StandardCharsets.UTF_8), longer.content());
    }

    private static BlobClient blob(String connectionString) {
        return new BlobServiceClientBuilder()
                .connectionString(connectionString)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, null, null, null))
                .buildClient()
                .getBlobContainerClient(BlobStorageStandIn.CONTAINER)
                .getBlobClient(PATH);
    }

    private static String read(BlobClient blob, BlobRange range, String etag) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(
                bytes, range, null, new BlobRequestConditions().setIfMatch(etag), false, null, Context.NONE);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void assertCode(int status, String code, Runnable call) {
        BlobStorageException refused = assertThrows(BlobStorageException.class, call::run);
        assertEquals(status, refused.getStatusCode());
        assertEquals(code, refused.getErrorCode().toString());
    }
}
