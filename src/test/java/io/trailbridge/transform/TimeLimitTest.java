package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TimeLimitTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final String ALERT =
            "{\"id\": \"/subscriptions/a/providers/Microsoft.Security/locations/b/alerts/c\","
                    + " \"type\": \"Microsoft.Security/Locations/alerts\", \"properties\": {\"alertType\": \"%s\"}}";

    @TempDir
    Path folder;

    /** Takes twice the time for each call more: it would never end. */
    private EventMapper mapper(String endless) throws IOException {
        Path target = Files.createDirectories(folder.resolve("made"));
        Files.writeString(
                target.resolve("alert.jslt"),
                endless
                        + " if (.properties.alertType == \"endless\") {\"made\": double(100)} else {\"made\": \"quickly\"}");
        return new EventMapper(
                "made",
                folder,
                Map.of(),
                new EventMapper.Rules() {
                    @Override
                    public boolean fits(JsonNode document) {
                        return true;
                    }

                    @Override
                    public ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits) {
                        return (ObjectNode) document;
                    }
                },
                LIMIT);
    }

    private static List<MappedEvent> map(EventMapper mapper) throws IOException {
        String events = "[" + ALERT.formatted("endless") + "," + ALERT.formatted("quick") + "]";
        return mapper.map(new ObjectMapper().readTree(events), EventOrigin.NOWHERE);
    }

    private static void onlyTheEndlessOneIsRefused(List<MappedEvent> mapped) {
        assertEquals(
                "kind=alert mapping=made/alert.jslt path=$: the mapping takes longer than 50 ms of CPU: if it is"
                        + " your own, let it go through the event once",
                mapped.get(0).failure().getMessage());
        assertFalse(mapped.get(1).failed());
    }

    @Test
    void anEventWhoseMappingCallsFunctionsWithoutEndIsRefused() throws IOException {
        onlyTheEndlessOneIsRefused(
                map(
                        mapper(
                                "def double(n) if ($n == 0) as-text(\"a\") else size(as-text(double($n - 1))) + size(as-text(double($n - 1)))")));
    }

    @Test
    void anEventWhoseMappingMakesFieldsWithoutEndIsRefused() throws IOException {
        onlyTheEndlessOneIsRefused(
                map(mapper("def double(n) if ($n == 0) \"a\" else {\"a\": double($n - 1), \"b\": double($n - 1)}")));
    }

    @Test
    void timeInWhichTheMachineDidSomethingElseDoesNotCount() {
        TimeLimit limit = TimeLimit.ofThread();
        limit.begin(LIMIT);
        long until = System.nanoTime() + LIMIT.toNanos() * 2;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertDoesNotThrow(() -> ask(1000));
        limit.end();
    }

    @Test
    void nothingIsRefusedWhileNoEventIsMapped() throws IOException {
        map(mapper("def double(n) if ($n == 0) \"a\" else {\"a\": double($n - 1), \"b\": double($n - 1)}"));

        long until = System.nanoTime() + LIMIT.toNanos() * 4;
        int asked = 0;
        while (System.nanoTime() < until) {
            ask(1);
            asked++;
        }
        assertTrue(asked > 0);
    }

    private static void ask(int times) {
        for (int i = 0; i < times; i++) {
            TimeLimit.check();
        }
    }
}
