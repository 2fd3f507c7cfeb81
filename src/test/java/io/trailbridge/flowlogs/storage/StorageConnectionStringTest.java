package io.trailbridge.flowlogs.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.blob.BlobServiceClientBuilder;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.MalformedConnectionStrings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConnectionStringTest {
    private static final String RIGHT = "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey="
            + "Qm9uZSBkcnkgc2VjcmV0IG9mIHRoZSBhY2NvdW50IDAxMjM0NTY3ODkgYW5kIG1vcmUgb2YgaXQ=;"
            + "EndpointSuffix=core.windows.net";
    private static final String KEY = "AccountKey";

    @Test
    void aMalformedOneIsRefusedWithoutAnyPartOfTheKey() {
        for (String malformed : MalformedConnectionStrings.of(RIGHT, KEY)) {
            CredentialsException refused = assertThrows(
                    CredentialsException.class, () -> new StorageCredentials(null, null, null, malformed), malformed);
            MalformedConnectionStrings.assertHidden(RIGHT, KEY, refused.toString());
            assertNull(refused.getCause());
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccountName=Contoso;AccountKey=a2V5",
                "AccountName=contoso;AccountKey=no-base64",
                "BlobEndpoint=https://contoso;AccountKey=a2V5",
                "AccountName=contoso",
                "AccountName=contoso;AccountKey=a2V5;SharedAccessSignature=sig=x",
                "AccountName=contoso;SharedAccessSignature=x",
                "AccountName=contoso;AccountKey=a2V5;DefaultEndpointsProtocol=ftp",
                "UseDevelopmentStorage=true",
                "AccountName=contoso;AccountKey=a2V5;BlobEndpoint=https://a2V5@host/"
            })
    void whatTheSdkOrThisProgramCannotUseIsRefused(String wrong) {
        assertThrows(CredentialsException.class, () -> StorageConnectionString.parse(wrong));
    }

    @Test
    void whatIsRightIsTakenByTheSdk() {
        for (String right : List.of(
                RIGHT,
                RIGHT.replace("AccountName=", "accountname = ") + ";",
                "BlobEndpoint=https://contoso.blob.core.windows.net/;SharedAccessSignature=sv=2022-11-02&ss=b&sig=a%3D",
                "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;"
                        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;")) {
            StorageConnectionString parsed = StorageConnectionString.parse(right);
            String url = new BlobServiceClientBuilder()
                    .connectionString(parsed.text())
                    .buildClient()
                    .getAccountUrl();
            assertEquals(parsed.blobEndpoint(), url.replaceFirst("/$", ""));
        }
    }

    @Test
    void withoutAnAccountTheHostNamesIt() {
        assertEquals(
                "contoso",
                StorageEndpoint.of("BlobEndpoint=https://contoso.blob.core.windows.net/;SharedAccessSignature=sig=x")
                        .account());
    }

    @Test
    void whatIsMalformedIsAFaultOfTheCredentials() {
        assertTrue(StorageFailures.classify(new IllegalStateException(new CredentialsException("a field is missing")))
                .message()
                .contains("a field"));
    }
}
