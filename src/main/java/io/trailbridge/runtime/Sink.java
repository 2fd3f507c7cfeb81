package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sinks; each is turned on by setting its queue. */
enum Sink {
    CLOUDTRAIL("cloudtrail", Setting.CLOUDTRAIL_QUEUE, Setting.CLOUDTRAIL_DEAD_LETTERS,
            Map.of(Setting.CLOUDTRAIL_CHANNEL, "it names the channel that the queue is delivered to")) {
        @Override
        boolean isOn(Settings settings) {
            return super.isOn(settings) || settings.isSet(Setting.CLOUDTRAIL_CHANNEL);
        }
    },
    SECURITY_LAKE("security-lake", Setting.LAKE_QUEUE, Setting.LAKE_DEAD_LETTERS, Map.of()),
    SECURITY_HUB("security-hub", Setting.SECURITY_HUB_QUEUE, Setting.SECURITY_HUB_DEAD_LETTERS,
            Map.of(Setting.SECURITY_HUB_PRODUCT, "it names region and account that findings are imported into")),
    CLOUDWATCH_LOGS("cloudwatch-logs", Setting.LOGS_QUEUE, Setting.LOGS_DEAD_LETTERS, Map.of()),
    FLOW_LOGS("flow-logs", Setting.FLOW_LOGS_QUEUE, Setting.FLOW_LOGS_DEAD_LETTERS,
            Map.of(Setting.LAKE_NETWORK, "it names where the flows are stored",
                    Setting.CHECKPOINT_TABLE, "it keeps how far each blob was read"));

    private final String id;
    private final Setting queue;
    private final Setting deadLetters;
    private final Map<Setting, String> needs;

    Sink(String id, Setting queue, Setting deadLetters, Map<Setting, String> needs) {
        this.id = id;
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.needs = new EnumMap<>(Setting.class);
        this.needs.putAll(needs);
        this.needs.put(queue, "it names the queue that the sink takes its messages from");
    }

    /** Returns the sink's name in routes, metrics and logs. */
    String id() {
        return id;
    }

    Setting queue() {
        return queue;
    }

    Setting deadLetters() {
        return deadLetters;
    }

    /**
     * Returns the id of the route that takes the sink's messages from its queue, and so of its file, among those that
     * come with Trailbridge.
     */
    String routeId() {
        return (this == FLOW_LOGS ? "ingest-" : "deliver-") + id;
    }

    /** Returns whether the settings turn the sink on. */
    boolean isOn(Settings settings) {
        return settings.isSet(queue);
    }

    /** Returns the required settings that are not set, one line each; empty when the sink is off. */
    List<String> missing(Settings settings) {
        return !isOn(settings) ? List.of() : needs.entrySet().stream()
                .filter(need -> !settings.isSet(need.getKey()))
                .map(need -> need.getKey().names() + " is not set: " + need.getValue())
                .toList();
    }

    /**
     * Returns the property that states whether the sink's route is to run, such as
     * {@code trailbridge.cloudtrail.enabled}.
     */
    String enabledProperty() {
        return queue.property().replace("queueUrl", "enabled");
    }
}
