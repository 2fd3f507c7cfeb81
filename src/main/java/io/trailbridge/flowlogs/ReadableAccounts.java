package io.trailbridge.flowlogs;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.flowlogs.storage.StorageEndpoint;
import java.util.Set;

/**
 * The storage accounts that a notice may name. A notice is untrusted input.
 *
 * @param own the only endpoint that may be read, that of the connection string; null for any Azure account
 * @param names the names of the accounts; empty for any
 */
record ReadableAccounts(StorageEndpoint own, Set<String> names) {
    static final ReadableAccounts ANY = new ReadableAccounts(null, Set.of());

    /**
     * Returns the endpoint of the blob with this URL.
     *
     * @throws RejectedException when it may not be read
     */
    StorageEndpoint endpoint(String blobUrl) {
        StorageEndpoint endpoint = StorageEndpoint.trusted(blobUrl, own);
        if (endpoint == null) {
            throw BlobNotice.rejected(
                    "ForeignHost",
                    "the blob " + BlobNotice.shown(blobUrl) + " is not at "
                            + (own == null
                                    ? "https://<account>.blob.core.windows.net or another cloud of Azure"
                                    : own.url() + ", the endpoint of the connection string")
                            + "; credentials are sent nowhere else");
        }
        if (!names.isEmpty() && !names.contains(endpoint.account())) {
            throw BlobNotice.rejected(
                    "ForeignAccount",
                    "the blob " + BlobNotice.shown(blobUrl)
                            + " is of the storage account " + endpoint.account()
                            + ": add it to trailbridge.flowlogs.accounts if its flow logs are to be read");
        }
        return endpoint;
    }
}
