package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.encoding.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One audit event in the form of PutAuditEvents.
 *
 * @param checksum base64 of the SHA-256 of the event data
 * @param bytes its size in the request's JSON, including escapes
 */
record AuditEntry(String id, String eventData, String checksum, long bytes) {
    /** Size of {"eventData":"","eventDataChecksum":"","id":""} and the comma before the next entry. */
    private static final int FRAME_BYTES = 49;

    private static final int CHECKSUM_BYTES = 44;

    /** For each byte, how many more its escaped form has: one table, since it is read for every byte. */
    private static final byte[] ESCAPES = escapes();

    static AuditEntry of(String eventData) {
        byte[] utf8 = eventData.getBytes(StandardCharsets.UTF_8);
        String id = AuditEventIds.of(eventData);
        String checksum = Base64.getEncoder().encodeToString(Digests.sha256().digest(utf8));
        return new AuditEntry(id, eventData, checksum, FRAME_BYTES + CHECKSUM_BYTES + id.length() + jsonBytes(utf8));
    }

    /** Returns the size as a JSON string, with every control character counted as six bytes. */
    private static long jsonBytes(byte[] utf8) {
        int escapes = 0;
        for (byte b : utf8) {
            escapes += ESCAPES[b & 0xFF];
        }
        return utf8.length + (long) escapes;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[256];
        Arrays.fill(escapes, 0, 0x20, (byte) 5);
        escapes['"'] = 1;
        escapes['\\'] = 1;
        return escapes;
    }
}
