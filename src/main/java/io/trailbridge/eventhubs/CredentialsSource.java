package io.trailbridge.eventhubs;

/** Where the consumer gets its credentials. Any thread may call it; both methods may block and may throw. */
public interface CredentialsSource {
    /** The credentials as last read. */
    EventHubCredentials current();

    /**
     * Reads the credentials anew, after Event Hubs refused those that it had. Called at most about once in the
     * back-off's longest delay while they stay refused.
     */
    EventHubCredentials refresh();

    /** Credentials that never change. */
    static CredentialsSource of(EventHubCredentials credentials) {
        return new CredentialsSource() {
            @Override
            public EventHubCredentials current() {
                return credentials;
            }

            @Override
            public EventHubCredentials refresh() {
                return credentials;
            }
        };
    }
}
