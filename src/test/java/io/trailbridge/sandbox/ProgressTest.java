package io.trailbridge.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.standin.sinks.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void theLineShowsWhatHasArrivedWhileMoreIsPublished() {
        Map<String, Integer> received = new HashMap<>();
        AtomicLong published = new AtomicLong();
        Tally tally = new Tally("cloudtrail", n -> List.of("event-" + n), () -> received, () -> 0);
        Progress progress = new Progress(new SimpleMeterRegistry(), published::get, List.of(tally));

        published.set(3);
        received.putAll(Map.of("event-0", 1, "event-2", 1));
        assertTrue(progress.line().contains("published 3 "), progress.line());
        assertTrue(progress.line().contains("cloudtrail 2 "), progress.line());

        published.set(4);
        received.putAll(Map.of("event-1", 1, "event-3", 1));
        assertTrue(progress.line().contains("cloudtrail 4 "), progress.line());
    }
}
