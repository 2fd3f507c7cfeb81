package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.runtime.Catalog;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ModeTest {
    @Test
    void theSettingNamesTheMode() {
        assertEquals(Mode.CONTINUOUS, Mode.of(settings(Map.of())));
        assertEquals(Mode.DRAIN, Mode.of(settings(Map.of("TRAILBRIDGE_MODE", "Drain"))));
        assertEquals(Mode.SCHEDULED, Mode.of(settings(Map.of("TRAILBRIDGE_MODE", "scheduled"))));
        assertArrayEquals(new String[] {"continuous", "drain", "scheduled"}, Mode.words());
    }

    @Test
    void anotherWordIsRefused() {
        Settings settings = settings(Map.of("TRAILBRIDGE_MODE", "forever"));

        assertTrue(assertThrows(SettingsException.class, () -> Mode.of(settings))
                .getMessage()
                .contains("give one of continuous, drain, scheduled"));
    }

    @Test
    void onlyARunWithoutEndWaitsForMore() {
        assertFalse(Mode.CONTINUOUS.drains());
        assertTrue(Mode.DRAIN.drains());
        assertTrue(Mode.SCHEDULED.drains());
    }

    private static Settings settings(Map<String, String> environment) {
        return Catalog.load(null, environment, new Properties());
    }
}
