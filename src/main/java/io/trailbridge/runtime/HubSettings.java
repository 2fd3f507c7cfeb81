package io.trailbridge.runtime;

import io.trailbridge.eventhubs.EventHubsSettings;
import io.trailbridge.eventhubs.StartPosition;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.time.Duration;

/** The consumer's settings, from the properties. */
final class HubSettings {
    private HubSettings() {}

    static EventHubsSettings of(Settings settings) {
        EventHubsSettings defaults = EventHubsSettings.defaults();
        Duration interval = settings.duration(Setting.LOAD_BALANCING_INTERVAL);
        try {
            return new EventHubsSettings(
                    settings.number(Setting.EVENTS_IN_FLIGHT, 1, 100_000),
                    startPosition(settings),
                    settings.isSet(Setting.PREFETCH) ? settings.number(Setting.PREFETCH, 1, 8000) : defaults.prefetch(),
                    interval,
                    settings.duration(Setting.OWNERSHIP_EXPIRY),
                    settings.duration(Setting.PARTITION_WATCH),
                    defaults.checkpointInterval(),
                    settings.duration(Setting.STOP_GRACE),
                    defaults.retryMin(),
                    defaults.retryMax(),
                    settings.duration(Setting.MAX_UNSETTLED_AGE),
                    defaults.maxWithoutLoadBalancing(),
                    defaults.maxCheckpointNotWritable());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("trailbridge.eventhubs: " + wrong.getMessage(), wrong);
        }
    }

    private static StartPosition startPosition(Settings settings) {
        StartPosition position;
        try {
            position = StartPosition.parse(settings.text(Setting.START_POSITION));
        } catch (IllegalArgumentException wrong) {
            throw settings.wrong(Setting.START_POSITION, "give earliest, latest or a time such as 2026-01-15T10:30:00Z");
        }
        if (position.equals(StartPosition.LATEST) && !settings.text(Setting.MODE).equalsIgnoreCase("continuous")) {
            throw settings.wrong(Setting.START_POSITION, "a drain would never take anything from a partition without a"
                    + " checkpoint: give earliest or a time");
        }
        return position;
    }
}
