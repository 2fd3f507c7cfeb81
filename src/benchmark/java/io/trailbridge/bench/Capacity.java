package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** Events a second of each server by itself, see {@link Ceiling}. */
record Capacity(double hub, double send, double receive, double channel) {
    static Capacity of(JsonNode seconds, int events) {
        return new Capacity(
                events / seconds.get("hub").asDouble(),
                events / seconds.get("send").asDouble(),
                events / seconds.get("receive").asDouble(),
                events / seconds.get("channel").asDouble());
    }

    /** When each event is read, sent, received and put one after the other. */
    double inSequence() {
        return 1 / (1 / hub + 1 / send + 1 / receive + 1 / channel);
    }
}
