package io.trailbridge.flowlogs.storage;

/**
 * The source of the flow log reader's credentials. May be called on any thread; both methods may block and may throw.
 */
public interface StorageCredentialsSource {
    /** Returns the credentials as last read. */
    StorageCredentials current();

    /**
     * Reads the credentials again, after a storage account refused the current ones; called with a back-off while it
     * does.
     */
    StorageCredentials refresh();

    /** Returns a source of credentials that never change. */
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
