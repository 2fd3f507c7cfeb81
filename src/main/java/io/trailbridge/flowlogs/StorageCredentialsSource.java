package io.trailbridge.flowlogs;

/** Where the reader of flow logs gets its credentials. Any thread may call it; both methods may block and may throw. */
public interface StorageCredentialsSource {
    /** The credentials as last read. */
    StorageCredentials current();

    /** Reads them anew, after a storage account refused those that it had; called with a back-off while it does. */
    StorageCredentials refresh();

    /** Credentials that never change. */
    static StorageCredentialsSource of(StorageCredentials credentials) {
        return new StorageCredentialsSource() {
            @Override
            public StorageCredentials current() {
                return credentials;
            }

            @Override
            public StorageCredentials refresh() {
                return credentials;
            }
        };
    }
}
