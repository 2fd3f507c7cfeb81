package io.trailbridge.settings;

import java.util.List;

/** Settings that are missing or wrong. The message has one line for each: the setting, its error and the remedy. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public SettingsException(String problem) {
        this(problem, null);
    }

    public SettingsException(String problem, Throwable cause) {
        super(problem, cause);
        problems = List.of(problem);
    }

    /** Creates an exception for several errors at once. */
    public SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the errors, each with its remedy. */
    public List<String> problems() {
        return problems;
    }
}
