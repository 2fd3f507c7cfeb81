package io.trailbridge.standin.eventhubs;

import java.util.Locale;

/** What a link is attached to. Parts that an address does not have are null. */
record LinkAddress(Kind kind, String path, String hub, String group, String partition) {

    enum Kind {
        CBS,
        MANAGEMENT,
        HUB,
        CONSUMER_GROUP_PARTITION,
        UNKNOWN
    }

    /** Reads $cbs, $management, hub[/Partitions/n] and hub/ConsumerGroups/g/Partitions/n. */
    static LinkAddress parse(String address) {
        String path = path(address);
        String[] parts = path.split("/");
        if (path.equals("$cbs")) {
            return new LinkAddress(Kind.CBS, path, null, null, null);
        }
        if (parts[parts.length - 1].equals("$management")) {
            return new LinkAddress(Kind.MANAGEMENT, path, null, null, null);
        }
        if (parts.length == 1) {
            return new LinkAddress(Kind.HUB, path, parts[0], null, null);
        }
        if (parts.length == 3 && parts[1].equals("partitions")) {
            return new LinkAddress(Kind.HUB, path, parts[0], null, parts[2]);
        }
        if (parts.length == 5 && parts[1].equals("consumergroups") && parts[3].equals("partitions")) {
            return new LinkAddress(Kind.CONSUMER_GROUP_PARTITION, path, parts[0], parts[2], parts[4]);
        }
        return new LinkAddress(Kind.UNKNOWN, path, null, null, null);
    }

    /** The path of an address or audience: without scheme and host, in lower case, since names ignore case. */
    static String path(String address) {
        String path = address;
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : path.substring(slash + 1);
        }
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.toLowerCase(Locale.ROOT);
    }

    /** Whether a right to one path is a right to the other: the whole namespace, the same, or something above it. */
    static boolean covers(String granted, String path) {
        return granted.isEmpty() || path.equals(granted) || path.startsWith(granted + "/");
    }
}
