package io.trailbridge.eventhubs;

/** The source of the consumer's credentials. Any thread may call it; both methods may block and may throw. */
public interface CredentialsSource {
    /** Returns the credentials as last read. */
    EventHubCredentials current();

    /**
     * Reads the credentials again, after Event Hubs refused the previous ones. While they stay refused, it is called at
     * most about once per longest delay of the back-off.
     */
    EventHubCredentials refresh();

    /** Returns a source of credentials that never change. */
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
