package io.trailbridge.runtime;

import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.SinkDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All checks of the settings that need no call of a cloud service. Each setting must be valid for its type, whether its
 * feature is on or off, and the settings must fit together. All errors are reported at once, not one per start.
 */
final class SettingRules {
    private static final List<Consumer<Settings>> TOGETHER = List.of(
            HubSecret::nameIn,
            Checkpoints::tableIn,
            HubSettings::of,
            SettingRules::someSinkIsOn,
            SettingRules::noTwoSinksShareAQueue);

    private SettingRules() {}

    /** @throws SettingsException with one line for each setting that is missing or wrong */
    static void check(Settings settings) {
        Set<String> problems = new LinkedHashSet<>(settings.problems());
        List<Consumer<Settings>> rules = new ArrayList<>(TOGETHER);
        Catalog.SINKS.forEach(sink -> rules.add(sink::check));
        for (Consumer<Settings> rule : rules) {
            try {
                rule.accept(settings);
            } catch (SettingsException broken) {
                problems.addAll(broken.problems());
            }
        }
        for (SinkDefinition sink : Catalog.SINKS) {
            problems.addAll(sink.missing(settings));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(List.copyOf(problems));
        }
    }

    private static void someSinkIsOn(Settings settings) {
        if (Catalog.SINKS.stream().noneMatch(sink -> sink.isOn(settings))) {
            throw new SettingsException("no sink is on: set the queue of at least one: "
                    + Catalog.SINKS.stream().map(sink -> sink.queue().names()).collect(Collectors.joining(", ")));
        }
    }

    /** Sinks that share a queue would take each other's messages. */
    private static void noTwoSinksShareAQueue(Settings settings) {
        Map<String, SinkDefinition> byQueue = new HashMap<>();
        for (SinkDefinition sink : Catalog.SINKS) {
            SinkDefinition other =
                    settings.isSet(sink.queue()) ? byQueue.putIfAbsent(settings.text(sink.queue()), sink) : null;
            if (other != null) {
                throw new SettingsException(
                        other.queue().names() + " and " + sink.queue().names()
                                + " name one queue: give each sink its own, or each gets only a share of the events");
            }
        }
    }
}
