package io.trailbridge.sinks.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventIdsTest {
    private static String of(String uid) {
        return AuditEventIds.of("{\"version\":{\"UID\":\"no\"},\"UID\":\"" + uid + "\"}");
    }

    private static void assertNameBased(String id) {
        assertEquals(5, UUID.fromString(id).version(), id);
    }

    @Test
    void aUidThatTheServiceAcceptsIsTheId() {
        String longest = "x".repeat(128);
        assertEquals("aZ09-_azA", of("aZ09-_azA"));
        assertEquals(longest, of(longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a:b", "a@b", "a[b", "a`b", "a{b", "a^b", "\u00e9", "a.b"})
    void anyOtherUidBecomesANameBasedId(String uid) {
        assertNameBased(of(uid));
        assertEquals(of(uid), of(uid));
        assertNotEquals(of(uid), of(uid + uid));
    }

    @Test
    void aUidThatIsTooLongBecomesANameBasedId() {
        assertNameBased(of("x".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"UID\":\"\"}", "{\"UID\":7}", "[]", "no JSON", "{\"a\":{\"UID\":\"b\"}}"})
    void withoutAUidTheIdIsThatOfTheData(String data) {
        assertNameBased(AuditEventIds.of(data));
        assertEquals(AuditEventIds.of(data), AuditEventIds.of(data));
        assertNotEquals(AuditEventIds.of(data), AuditEventIds.of(data + " "));
    }
}
