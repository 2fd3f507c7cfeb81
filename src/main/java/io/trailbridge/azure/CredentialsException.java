package io.trailbridge.azure;

/**
 * Credentials of Azure are missing, incomplete or malformed. Its message names fields, lengths and remedy, and never
 * holds a value, so that it may be shown; it has no cause, since a library's words may hold one.
 */
public final class CredentialsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public CredentialsException(String message) {
        super(message);
    }
}
