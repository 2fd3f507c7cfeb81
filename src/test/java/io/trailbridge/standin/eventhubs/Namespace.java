package io.trailbridge.standin.eventhubs;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The hubs by name, without case as the service does. Fixed when the server starts, so any thread may ask. */
final class Namespace {

    private final Map<String, Hub> hubs = new TreeMap<>();

    Namespace(Iterable<Hub> hubs) {
        hubs.forEach(hub -> this.hubs.put(hub.name().toLowerCase(Locale.ROOT), hub));
    }

    /** The hub, or null. */
    Hub hub(String name) {
        return hubs.get(name.toLowerCase(Locale.ROOT));
    }
}
