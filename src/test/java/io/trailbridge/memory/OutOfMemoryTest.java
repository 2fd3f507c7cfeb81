package io.trailbridge.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    private final List<OutOfMemoryError> found = new ArrayList<>();

    @BeforeEach
    void listen() {
        OutOfMemory.onFound(found::add);
    }

    @AfterEach
    void listenNoLonger() {
        OutOfMemory.onFound(error -> {});
    }

    @Test
    void itIsFoundHoweverDeepLibrariesHaveWrappedIt() {
        OutOfMemoryError error = new OutOfMemoryError("Metaspace");

        OutOfMemory.check(new IllegalStateException(new ExecutionException(error)));

        assertEquals(List.of(error), found);
    }

    @Test
    void otherFailuresAreNone() {
        RuntimeException cyclic = new RuntimeException("a");
        cyclic.initCause(new RuntimeException("b", cyclic));

        OutOfMemory.check(cyclic);
        OutOfMemory.check(new StackOverflowError());
        OutOfMemory.check(null);

        assertEquals(List.of(), found);
    }
}
