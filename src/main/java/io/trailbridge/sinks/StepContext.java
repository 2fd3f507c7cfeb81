package io.trailbridge.sinks;

import io.trailbridge.batch.BatchMeters;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What a sink's steps are made from. */
public record StepContext(Settings settings, BatchMeters meters) {
    /** Returns the folder of the user's own mappings; null when there are none. */
    public Path mappings() {
        return settings.isSet(Setting.MAPPINGS) ? Path.of(settings.text(Setting.MAPPINGS)) : null;
    }

    /**
     * Creates a mapper with the user's own mappings.
     *
     * @throws SettingsException when one of them is wrong
     */
    public <T> T mapper(Supplier<T> mapper) {
        try {
            return mapper.get();
        } catch (IllegalArgumentException broken) {
            throw new SettingsException(
                    Setting.MAPPINGS.names() + ": "
                            + broken.getMessage().strip().replaceAll("\\s*\\R\\s*", " "),
                    broken);
        }
    }
}
