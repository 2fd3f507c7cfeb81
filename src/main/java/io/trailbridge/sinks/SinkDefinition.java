package io.trailbridge.sinks;

import io.trailbridge.settings.Kind;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;

/**
 * All that the bridge needs to know about a sink: its id, its settings and their rules, its component and its mapping
 * step. Each sink has its own queue, and setting the queue turns the sink on.
 *
 * <p>One spelling: the id, such as {@code cloudwatch-logs}, is the sink's name in routes, metrics, logs and messages.
 * Without hyphens it is the name of its package, and of its settings: {@code trailbridge.cloudwatchlogs.queueUrl}.
 *
 * <p>Immutable. All methods are called while the bridge starts, on one thread.
 */
public abstract class SinkDefinition {
    private final String id;
    private final Setting queue;
    private final Setting deadLetters;

    /** @param queue the setting that turns the sink on */
    protected SinkDefinition(String id, Setting queue, Setting deadLetters) {
        this.id = id;
        this.queue = queue;
        this.deadLetters = deadLetters;
    }

    /** Returns the sink's name in routes, metrics and logs. */
    public final String id() {
        return id;
    }

    /** Returns the AWS service that the sink calls; empty when it calls none. */
    public abstract Optional<AwsService> service();

    /** Returns the setting with the URL of the sink's queue. */
    public final Setting queue() {
        return queue;
    }

    /** Returns the setting with the URL of the queue's dead-letter queue. */
    public final Setting deadLetters() {
        return deadLetters;
    }

    /** Returns all settings of the sink, in the order of the documents. */
    public abstract List<Setting> settings();

    /** Returns the settings beside the queue that must be set when the sink is on, each with what it is for. */
    protected Map<Setting, String> required() {
        return Map.of();
    }

    /** Returns whether the settings turn the sink on. */
    public boolean isOn(Settings settings) {
        return settings.isSet(queue);
    }

    /**
     * Checks how the sink's settings fit together; no service is called.
     *
     * @throws io.trailbridge.settings.SettingsException when they do not
     */
    public void check(Settings settings) {}

    /** Returns the required settings that are not set, one line each; empty when the sink is off. */
    public final List<String> missing(Settings settings) {
        Map<Setting, String> needs = new LinkedHashMap<>();
        needs.put(queue, "it names the queue that the sink receives from");
        needs.putAll(required());
        return !isOn(settings)
                ? List.of()
                : needs.entrySet().stream()
                        .filter(need -> !settings.isSet(need.getKey()))
                        .map(need -> need.getKey().names() + " is not set: " + need.getValue())
                        .toList();
    }

    /** Returns whether the sink receives events; the reader of flow logs receives their notices instead. */
    public boolean takesEvents() {
        return true;
    }

    /** Returns the id of the route that receives from the sink's queue, and so of its file. */
    public String routeId() {
        return "deliver-" + id;
    }

    /**
     * Returns the property that states whether the sink's route is to run, such as
     * {@code trailbridge.cloudtrail.enabled}.
     */
    public final String enabledProperty() {
        return queue.property().replace("queueUrl", "enabled");
    }

    /** Returns the scheme of the component that calls the sink's service; empty when it has none. */
    public Optional<String> scheme() {
        return Optional.of(id);
    }

    /** Returns the setting for how long an event may wait in the sink before the call of its service, if there is one. */
    public Optional<Setting> longestWait() {
        return Optional.empty();
    }

    /**
     * Creates the steps that the sink's route names, by these names.
     *
     * @throws io.trailbridge.settings.SettingsException when one of the user's mappings is wrong
     */
    public Map<String, Processor> steps(StepContext context) {
        return Map.of();
    }

    /** Defines the setting that turns a sink on, with the {@code prefix} of all its settings. */
    protected static Setting queue(String prefix, String environment, String meaning) {
        return new Setting(prefix + ".queueUrl", environment, "", Kind.queueUrl(), meaning);
    }

    protected static Setting deadLetters(String prefix, String whatFailed) {
        return new Setting(
                prefix + ".deadLetterQueueUrl",
                null,
                "",
                Kind.queueUrl(),
                "Dead-letter queue of its failed " + whatFailed + "; by default the queue of its redrive policy");
    }

    protected static Setting consumers(String prefix, int threads) {
        return new Setting(
                prefix + ".consumers",
                null,
                Integer.toString(threads),
                Kind.number(1, 50),
                "Number of threads that receive from its queue");
    }

    protected static Setting visibilityTimeout(String prefix, int seconds) {
        return new Setting(
                prefix + ".visibilityTimeout",
                null,
                Integer.toString(seconds),
                Kind.seconds(2, 43_200),
                "Seconds until a received message becomes visible again after this instance died; extended while the"
                        + " message is in flight");
    }
}
