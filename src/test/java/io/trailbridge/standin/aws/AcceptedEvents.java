package io.trailbridge.standin.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a channel has accepted: each event as it first came, and how often its id came. Any thread may use it. */
final class AcceptedEvents {
    private final Map<String, Integer> times = new LinkedHashMap<>();
    private final Map<String, String> events = new LinkedHashMap<>();
    private boolean keepEvents = true;
    private int count;

    synchronized void keepOnlyIds() {
        keepEvents = false;
    }

    synchronized void add(String id, String eventData) {
        count++;
        times.merge(id, 1, Integer::sum);
        if (keepEvents) {
            events.putIfAbsent(id, eventData);
        }
    }

    synchronized Map<String, String> events() {
        return new LinkedHashMap<>(events);
    }

    synchronized Map<String, Integer> times() {
        return new LinkedHashMap<>(times);
    }

    synchronized int count() {
        return count;
    }

    synchronized int distinctIds() {
        return times.size();
    }

    synchronized int duplicates() {
        return count - times.size();
    }

    synchronized void clear() {
        times.clear();
        events.clear();
        count = 0;
    }
}
