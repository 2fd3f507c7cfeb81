package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.encoding.Digests;
import java.nio.charset.StandardCharsets;
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

    static AuditEntry of(String eventData) {
        byte[] utf8 = eventData.getBytes(StandardCharsets.UTF_8);
        String id = AuditEventIds.of(eventData);
        String checksum = Base64.getEncoder().encodeToString(Digests.sha256().digest(utf8));
        return new AuditEntry(id, eventData, checksum, FRAME_BYTES + CHECKSUM_BYTES + id.length() + jsonBytes(utf8));
    }

    /** Returns the size as a JSON string, with every control character counted as six bytes. */
    private static long jsonBytes(byte[] utf8) {
        long bytes = utf8.length;
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes++;
            } else if (b >= 0 && b < 0x20) {
                bytes += 5;
            }
        }
        return bytes;
    }
}
