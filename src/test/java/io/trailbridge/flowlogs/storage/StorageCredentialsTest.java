package io.trailbridge.flowlogs.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StorageCredentialsTest {
    @Test
    void credentialsAreCheckedAndNotShown() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new StorageCredentials("t", "c", "", null))
                .getMessage()
                .contains("clientSecret"));
        assertThrows(IllegalArgumentException.class, () -> new StorageCredentials("t", "c", "s", "AccountName=a"));
        assertThrows(IllegalArgumentException.class, () -> new StorageCredentials(null, null, null, "nonsense"));
        assertFalse(new StorageCredentials("t", "c", "hidden", null).toString().contains("hidden"));
    }
}
