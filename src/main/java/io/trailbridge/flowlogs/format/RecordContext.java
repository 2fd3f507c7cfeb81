package io.trailbridge.flowlogs.format;

import java.time.Instant;
import java.util.Locale;

/** The fields of a record that apply to all its tuples: one network interface, one minute. Not thread-safe. */
final class RecordContext {
    private static final String SUBSCRIPTIONS = "/subscriptions/";
    private static final String WATCHER = "/networkwatchers/networkwatcher_";
    private static final String SUBNETS = "/subnets/";
    private static final int MAC_DIGITS = 12;

    /** The fields are set while the record is read; null when the record does not have them. */
    Instant time;

    String version;
    String guid;
    String mac;
    String category;
    String flowLogResource;
    String targetResource;

    /** The form of the tuples; set when the flows begin. */
    FlowLogForm form;

    /**
     * Returns whether all fields are known that a row takes from the record, so that rows can be made while the rest is
     * read.
     */
    boolean isComplete(FlowLogForm flows) {
        boolean both = guid != null && targetResource != null && mac != null && time != null;
        return flows == FlowLogForm.NSG ? both : both && flowLogResource != null && version != null;
    }

    boolean hasTextLongerThan(int characters) {
        return isLonger(version, characters)
                || isLonger(guid, characters)
                || isLonger(mac, characters)
                || isLonger(category, characters)
                || isLonger(flowLogResource, characters)
                || isLonger(targetResource, characters);
    }

    static boolean isLonger(String text, int characters) {
        return text != null && text.length() > characters;
    }

    /** Returns the subscription of the monitored resource, in lower case; null when there is none. */
    String account() {
        String id = targetResource == null ? flowLogResource : targetResource;
        int at = id == null ? -1 : id.toLowerCase(Locale.ROOT).indexOf(SUBSCRIPTIONS);
        return at < 0
                ? null
                : textOrNull(segment(id, at + SUBSCRIPTIONS.length()).toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the region in the name that Azure gives its network watcher, in lower case; null when the watcher has
     * another name.
     */
    String region() {
        int at = flowLogResource == null
                ? -1
                : flowLogResource.toLowerCase(Locale.ROOT).indexOf(WATCHER);
        return at < 0
                ? null
                : textOrNull(segment(flowLogResource, at + WATCHER.length()).toLowerCase(Locale.ROOT));
    }

    String network() {
        if (!targets("/virtualnetworks/")) {
            return null;
        }
        int subnets = targetResource.toLowerCase(Locale.ROOT).indexOf(SUBNETS);
        return subnets < 0 ? targetResource : targetResource.substring(0, subnets);
    }

    String subnet() {
        return targets("/virtualnetworks/") && targets(SUBNETS) ? targetResource : null;
    }

    String networkInterface() {
        return targets("/networkinterfaces/") ? targetResource : null;
    }

    private boolean targets(String type) {
        return targetResource != null && targetResource.toLowerCase(Locale.ROOT).contains(type);
    }

    /** Returns the address with colons, because OCSF requires separators; null when the string is not a MAC address. */
    static String withColons(String mac) {
        if (mac == null) {
            return null;
        }
        String digits = mac.replace("-", "").replace(":", "");
        if (digits.length() != MAC_DIGITS || digits.chars().anyMatch(c -> Character.digit(c, 16) < 0 || c > 'f')) {
            return null;
        }
        StringBuilder spaced = new StringBuilder(MAC_DIGITS + 5);
        for (int i = 0; i < MAC_DIGITS; i += 2) {
            spaced.append(i == 0 ? "" : ":").append(digits, i, i + 2);
        }
        return spaced.toString();
    }

    private static String segment(String id, int start) {
        int end = id.indexOf('/', start);
        return id.substring(start, end < 0 ? id.length() : end);
    }

    private static String textOrNull(String text) {
        return text.isBlank() ? null : text;
    }
}
