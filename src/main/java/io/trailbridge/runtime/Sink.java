package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;

/** What can be turned on by setting its queue. */
enum Sink {
    CLOUDTRAIL("cloudtrail", Setting.CLOUDTRAIL_QUEUE, Setting.CLOUDTRAIL_DEAD_LETTERS) {
        @Override
        boolean isOn(Settings settings) {
            if (super.isOn(settings) || settings.isSet(Setting.CLOUDTRAIL_CHANNEL)) {
                String url = settings.text(Setting.CLOUDTRAIL_QUEUE);
                String channel = settings.text(Setting.CLOUDTRAIL_CHANNEL);
                settings.required(queue(), "it names the queue before the channel " + channel);
                settings.required(Setting.CLOUDTRAIL_CHANNEL,
                        "it names the channel that the queue " + url + " is delivered to");
                return true;
            }
            return false;
        }
    },
    SECURITY_LAKE("security-lake", Setting.LAKE_QUEUE, Setting.LAKE_DEAD_LETTERS),
    SECURITY_HUB("security-hub", Setting.SECURITY_HUB_QUEUE, Setting.SECURITY_HUB_DEAD_LETTERS) {
        @Override
        boolean isOn(Settings settings) {
            if (super.isOn(settings)) {
                settings.required(Setting.SECURITY_HUB_PRODUCT,
                        "it names the region and the account that findings are imported into");
                return true;
            }
            return false;
        }
    },
    CLOUDWATCH_LOGS("cloudwatch-logs", Setting.LOGS_QUEUE, Setting.LOGS_DEAD_LETTERS),
    FLOW_LOGS("flow-logs", Setting.FLOW_LOGS_QUEUE, Setting.FLOW_LOGS_DEAD_LETTERS) {
        @Override
        boolean isOn(Settings settings) {
            if (super.isOn(settings)) {
                settings.required(Setting.LAKE_NETWORK, "it names where the flows are stored");
                settings.required(Setting.CHECKPOINT_TABLE, "it keeps how far each blob was read");
                return true;
            }
            return false;
        }
    };

    private final String id;
    private final Setting queue;
    private final Setting deadLetters;

    Sink(String id, Setting queue, Setting deadLetters) {
        this.id = id;
        this.queue = queue;
        this.deadLetters = deadLetters;
    }

    /** Its name in routes, metrics and logs. */
    String id() {
        return id;
    }

    Setting queue() {
        return queue;
    }

    Setting deadLetters() {
        return deadLetters;
    }

    /** Whether the settings turn it on; throws {@code SettingsException} when it then lacks what it needs. */
    boolean isOn(Settings settings) {
        return settings.isSet(queue);
    }

    /** {@code trailbridge.cloudtrail.enabled} and the like: whether its route is to run. */
    String enabledProperty() {
        return queue.property().replace("queueUrl", "enabled");
    }
}
