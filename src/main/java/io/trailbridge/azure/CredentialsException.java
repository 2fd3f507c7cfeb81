package io.trailbridge.azure;

/**
 * Azure credentials are missing, incomplete or malformed. The message names fields, lengths and remedy and never
 * contains a value, so that it may be shown. There is no cause, because the message of a library may contain a value.
 */
public final class CredentialsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public CredentialsException(String message) {
        super(message);
    }
}
