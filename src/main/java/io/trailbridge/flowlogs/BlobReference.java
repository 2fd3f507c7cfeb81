package io.trailbridge.flowlogs;

/**
 * A blob of an account that may be read.
 *
 * @param endpoint the URL of the account's blob service, such as {@code https://contoso.blob.core.windows.net}; without
 *     a trailing slash
 * @param account the account's name
 * @param container the container's name
 * @param path the blob's name in its container, decoded
 */
record BlobReference(String endpoint, String account, String container, String path) {
    /** Returns the blob's display name: account, container and path. */
    String name() {
        return account + "/" + container + "/" + path;
    }

    String url() {
        return endpoint + "/" + container + "/" + path;
    }
}
