package io.trailbridge.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.security.MessageDigest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The digests and ids are those that their standards give as examples. */
class DigestsTest {
    /** NIST, FIPS 180-4 examples. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void sha256IsWrittenInLowerCaseHex() {
        assertEquals(ABC, Digests.sha256Hex("abc"));
        assertEquals(ABC, Digests.sha256Hex(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void aDigestOfPartsIsANewOneEachTime() {
        MessageDigest left = Digests.sha256();
        left.update((byte) 1);

        assertNotSame(left, Digests.sha256());
        assertEquals(ABC, Digests.hex(Digests.sha256().digest(new byte[] {'a', 'b', 'c'})));
    }

    @Test
    void aNameBasedUuidIsThatOfTheStandard() {
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        // RFC 9562, A.4
        assertEquals(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameBasedUuid.of(dns, "www.example.com"));
    }
}
