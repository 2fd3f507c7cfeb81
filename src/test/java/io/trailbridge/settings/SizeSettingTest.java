package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.trailbridge.runtime.Catalog;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeSettingTest {
    @Test
    void aSizeIsANumberWithItsUnit() {
        assertEquals(512 << 10, bytes("512KB"));
        assertEquals(64 << 20, bytes("64mb"));
        assertEquals(2L << 30, bytes("2GB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "0MB", "-1MB", "1.5GB", "64 MB", "64MiB", "99999999999MB"})
    void anythingElseIsRefused(String size) {
        assertThrows(SettingsException.class, () -> bytes(size));
    }

    private static long bytes(String size) {
        return Catalog.load(null, Map.of("TRAILBRIDGE_MEMORY_IN_FLIGHT", size), new Properties())
                .bytes(Setting.MEMORY_IN_FLIGHT);
    }
}
