package io.trailbridge.sinks.securitylake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
    private static final String GUID = "ABCDEF00-1111-2222-3333-444455556666";

    @ParameterizedTest
    @CsvSource({
        "123456789012, " + GUID + ", 123456789012",
        GUID + ", 123456789012, external_abcdef00-1111-2222-3333-444455556666",
        ", " + GUID + ", external_abcdef00-1111-2222-3333-444455556666",
        ", , external_none",
        "My-Project, , external_1c7cd944c28cd888904f3efc23451985"
    })
    void anAccountIsTwelveDigitsOrAGuidOrADigest(String account, String tenant, String folder) {
        assertEquals(folder, Partition.of(4001, account, tenant, 0).account());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567890123",
                "123456789012\n",
                "\u0661\u0662\u0663456789012",
                "none",
                "../x",
                "a=b/c",
                GUID + "\n",
                "\ud800",
                " "
            })
    void whatSomebodyWroteIsInNoKey(String account) {
        String folder = Partition.of(4001, account, GUID, 0).account();
        assertTrue(folder.matches("external_[0-9a-f]{32}"), folder);
        assertNotEquals(folder, Partition.of(4001, account + "x", GUID, 0).account());
    }

    @Test
    void aLongAccountHasAShortFolderThatIsTheSameInBothCases() {
        String longest = "x".repeat(100_000);
        assertEquals(41, Partition.of(4001, longest, null, 0).account().length());
        assertEquals(Partition.of(4001, longest, null, 0), Partition.of(4001, longest.toUpperCase(), null, 0));
    }
}
