package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources();

    @Test
    void whatWasMadeLastIsClosedFirstAndOnce() {
        resources.add(() -> closed.add("client"));
        resources.add(() -> closed.add("store"));

        resources.close();
        resources.close();

        assertEquals(List.of("store", "client"), closed);
    }

    @Test
    void oneThatFailsHoldsUpNoOther() {
        resources.add(() -> closed.add("client"));
        resources.add(() -> {
            throw new IOException("first");
        });
        resources.add(() -> {
            throw new IllegalStateException("second");
        });

        IllegalStateException failed = assertThrows(IllegalStateException.class, resources::close);

        assertEquals(List.of("client"), closed);
        assertEquals("second", failed.getCause().getMessage());
        assertEquals("first", failed.getSuppressed()[0].getMessage());
    }
}
