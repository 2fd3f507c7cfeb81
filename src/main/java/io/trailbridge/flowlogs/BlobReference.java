package io.trailbridge.flowlogs;

/**
 * A blob of an account that may be read.
 *
 * @param endpoint of the account's blob service, such as {@code https://contoso.blob.core.windows.net}; without a
 *     slash at its end
 * @param account its name
 * @param container the container's name
 * @param path the blob's name in its container, decoded
 */
record BlobReference(String endpoint, String account, String container, String path) {
    /** Account, container and path: what one calls it. */
    String name() {
        return account + "/" + container + "/" + path;
    }

    String url() {
        return endpoint + "/" + container + "/" + path;
    }
}
