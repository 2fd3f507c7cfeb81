package io.trailbridge.settings;

/** A setting that is missing or wrong. The message is one line: the setting, what is wrong with it, and the remedy. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
