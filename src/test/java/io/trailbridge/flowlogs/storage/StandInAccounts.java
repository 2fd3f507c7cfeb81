package io.trailbridge.flowlogs.storage;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import java.util.Map;
import java.util.Set;

/** Access to stand-ins as if each were the account at {@code https://<name>.blob.core.windows.net}. */
public final class StandInAccounts {
    private StandInAccounts() {}

    /**
     * Returns the access to these accounts; others do not exist.
     *
     * @param names the names of the accounts that may be read; empty for any
     */
    public static StorageAccess of(Map<String, BlobStorageStandIn> accounts, Set<String> names) {
        return new StorageAccess(
                CredentialsSource.of(StorageCredentials.ofEnvironment()),
                names,
                (credentials, endpoint) -> client(
                        accounts, StorageEndpoint.trusted(endpoint + "/", null).account()));
    }

    private static BlobServiceClient client(Map<String, BlobStorageStandIn> accounts, String name) {
        if (accounts.containsKey(name)) {
            return new BlobServiceClientBuilder()
                    .connectionString(accounts.get(name).connectionString())
                    .buildClient();
        }
        return new BlobServiceClientBuilder()
                .endpoint("http://" + name + ".invalid")
                .credential(new StorageSharedKeyCredential(name, "a2V5"))
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Integer) null, null, null, null))
                .buildClient();
    }
}
