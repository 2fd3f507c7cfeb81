package io.trailbridge.runtime;

import io.trailbridge.eventhubs.EventHubsSettings;
import io.trailbridge.eventhubs.PositionRules;
import io.trailbridge.eventhubs.ReplacedHub;
import io.trailbridge.eventhubs.StartPosition;
import io.trailbridge.settings.Mode;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.time.Duration;

/** The consumer's settings, from the properties; throws {@code SettingsException} when they do not fit together. */
final class HubSettings {
    private HubSettings() {}

    static EventHubsSettings of(Settings settings) {
        Duration interval = settings.duration(Setting.LOAD_BALANCING_INTERVAL);
        EventHubsSettings.Builder hub = EventHubsSettings.defaults().toBuilder()
                .maxInFlight(settings.number(Setting.EVENTS_IN_FLIGHT))
                .startPosition(startPosition(settings))
                .loadBalancingInterval(interval)
                .ownershipExpiry(ownershipExpiry(settings, interval))
                .partitionWatchInterval(settings.duration(Setting.PARTITION_WATCH))
                .stopGrace(settings.duration(Setting.STOP_GRACE))
                .maxUnsettledAge(settings.duration(Setting.MAX_UNSETTLED_AGE))
                .hubSilentLimit(settings.duration(Setting.HUB_SILENT_LIMIT));
        if (settings.isSet(Setting.PREFETCH)) {
            hub.prefetch(settings.number(Setting.PREFETCH));
        }
        return hub.build();
    }

    private static Duration ownershipExpiry(Settings settings, Duration interval) {
        Duration expiry = settings.duration(Setting.OWNERSHIP_EXPIRY);
        if (expiry.getNano() != 0 || expiry.compareTo(interval.multipliedBy(2)) <= 0) {
            throw settings.wrong(
                    Setting.OWNERSHIP_EXPIRY,
                    "give whole seconds, more than twice "
                            + Setting.LOAD_BALANCING_INTERVAL.property() + " ("
                            + settings.text(Setting.LOAD_BALANCING_INTERVAL)
                            + "), or partitions are taken from living instances");
        }
        return expiry;
    }

    static PositionRules positionRules(Settings settings) {
        String onReplacedHub = settings.checked(Setting.ON_REPLACED_HUB);
        return new PositionRules(
                settings.isSet(Setting.START_POSITION),
                onReplacedHub.equals("earliest") ? ReplacedHub.EARLIEST : ReplacedHub.STOP);
    }

    private static StartPosition startPosition(Settings settings) {
        StartPosition position = StartPosition.parse(settings.checked(Setting.START_POSITION));
        if (position.equals(StartPosition.LATEST) && Mode.of(settings).drains()) {
            throw settings.wrong(
                    Setting.START_POSITION,
                    "a drain would never read anything from a partition without a"
                            + " checkpoint: give earliest or a time");
        }
        return position;
    }
}
