package io.trailbridge.azure;

/**
 * The source of credentials that may change while the process runs. Any thread may call it; both methods may block and
 * may throw.
 *
 * @param <T> the credentials
 */
public interface CredentialsSource<T> {
    /** Returns the credentials as last read. */
    T current();

    /**
     * Reads the credentials again, after Azure refused the current ones. While they stay refused, it is called with a
     * back-off.
     */
    T refresh();

    /** Returns a source of credentials that never change. */
    static <T> CredentialsSource<T> of(T credentials) {
        return new CredentialsSource<>() {
            @Override
            public T current() {
                return credentials;
            }

            @Override
            public T refresh() {
                return credentials;
            }
        };
    }
}
