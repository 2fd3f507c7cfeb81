package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final List<String> deaths = new CopyOnWriteArrayList<>();

    @BeforeEach
    void watch() {
        Workers.onDeath((thread, error) -> deaths.add(thread + " " + error.getMessage()));
    }

    @AfterEach
    void watchNoLonger() {
        Workers.onDeath(null);
    }

    @Test
    void aThreadThatEndsByAnErrorIsToldOf() throws InterruptedException {
        Thread thread = Workers.named("worker-").newThread(() -> {
            throw new StackOverflowError("too deep");
        });
        thread.start();
        thread.join();

        assertEquals(List.of("worker-1 too deep"), deaths);
    }

    @Test
    void aTaskThatFailsIsToldOfThoughItsExecutorKeepsTheErrorToItself() {
        Runnable task = Workers.guarded(() -> {
            throw new IllegalStateException("broken");
        });

        assertThrows(IllegalStateException.class, task::run);
        assertEquals(List.of(Thread.currentThread().getName() + " broken"), deaths);
    }
}
