package io.trailbridge.settings;

import java.util.Arrays;
import java.util.Locale;

/** How long Trailbridge runs: the values of {@link Setting#MODE}. */
public enum Mode {
    /** Until it is stopped. */
    CONTINUOUS,
    /** Until everything that is available has been delivered. */
    DRAIN,
    /** Until it is stopped: a drain at each interval of {@link Setting#SCHEDULE}. */
    SCHEDULED;

    /**
     * Returns the mode that is set.
     *
     * @throws SettingsException if the setting is none of the modes
     */
    public static Mode of(Settings settings) {
        return valueOf(settings.checked(Setting.MODE).toUpperCase(Locale.ROOT));
    }

    /** Returns whether a run ends when everything is delivered, and so must not wait for more to come. */
    public boolean drains() {
        return this != CONTINUOUS;
    }

    /** Returns the words of the setting, the default first. */
    static String[] words() {
        return Arrays.stream(values()).map(Mode::toString).toArray(String[]::new);
    }

    /** Returns the word of the setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
