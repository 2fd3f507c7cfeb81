package io.trailbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopLimitTest {
    @Test
    void aStopThatHangsEndsWithAFailure() throws Exception {
        CompletableFuture<Integer> halted = new CompletableFuture<>();

        new StopLimit(Duration.ofMillis(10), halted::complete).begin();

        assertEquals(OneLineErrors.FAILURE, halted.get(30, TimeUnit.SECONDS));
    }
}
