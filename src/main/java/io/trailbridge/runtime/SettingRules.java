package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All checks of the settings that need no call of a cloud service. Each setting must be valid for its type, whether its
 * feature is on or off, and the settings must fit together. All errors are reported at once, not one per start.
 */
final class SettingRules {
    private static final List<Setting> LAKE_FINDINGS =
            List.of(Setting.LAKE_DETECTION, Setting.LAKE_COMPLIANCE, Setting.LAKE_VULNERABILITY);
    private static final List<Consumer<Settings>> TOGETHER = List.of(
            HubSecret::nameIn,
            Checkpoints::tableIn,
            HubSettings::of,
            Steps::leftOutOfSecurityHub,
            SettingRules::someSinkIsOn,
            SettingRules::theLakeHasALocation,
            SettingRules::noTwoSinksShareAQueue);

    private SettingRules() {}

    /** @throws SettingsException with one line for each setting that is missing or wrong */
    static void check(Settings settings) {
        Set<String> problems = new LinkedHashSet<>(settings.problems());
        for (Consumer<Settings> rule : TOGETHER) {
            try {
                rule.accept(settings);
            } catch (SettingsException broken) {
                problems.addAll(broken.problems());
            }
        }
        for (Sink sink : Sink.values()) {
            problems.addAll(sink.missing(settings));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(List.copyOf(problems));
        }
    }

    private static void someSinkIsOn(Settings settings) {
        if (Arrays.stream(Sink.values()).noneMatch(sink -> sink.isOn(settings))) {
            throw new SettingsException("no sink is on: set the queue of at least one: " + Arrays.stream(Sink.values())
                    .map(sink -> sink.queue().names()).collect(Collectors.joining(", ")));
        }
    }

    private static void theLakeHasALocation(Settings settings) {
        if (Sink.SECURITY_LAKE.isOn(settings) && LAKE_FINDINGS.stream().noneMatch(settings::isSet)) {
            throw new SettingsException(Setting.LAKE_QUEUE.names() + " is set, but no class of events has a location"
                    + " in the lake: set " + LAKE_FINDINGS.stream().map(Setting::names)
                            .collect(Collectors.joining(", or ")));
        }
    }

    /** Sinks that share a queue would take each other's messages. */
    private static void noTwoSinksShareAQueue(Settings settings) {
        for (Sink sink : Sink.values()) {
            for (Sink other : Sink.values()) {
                if (sink.ordinal() < other.ordinal() && settings.isSet(sink.queue())
                        && settings.text(sink.queue()).equals(settings.text(other.queue()))) {
                    throw new SettingsException(sink.queue().names() + " and " + other.queue().names()
                            + " name one queue: give each sink its own, or each gets only a share of the events");
                }
            }
        }
    }
}
