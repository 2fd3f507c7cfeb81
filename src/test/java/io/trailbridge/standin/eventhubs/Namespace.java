package io.trailbridge.standin.eventhubs;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hubs by name, without case as the service does. Any thread. */
final class Namespace {

    private final Map<String, Hub> hubs = new ConcurrentHashMap<>();

    Namespace(Iterable<Hub> hubs) {
        hubs.forEach(this::put);
    }

    /** Takes the place of the hub of this name. */
    void put(Hub hub) {
        hubs.put(hub.name().toLowerCase(Locale.ROOT), hub);
    }

    /** The hub, or null. */
    Hub hub(String name) {
        return hubs.get(name.toLowerCase(Locale.ROOT));
    }
}
