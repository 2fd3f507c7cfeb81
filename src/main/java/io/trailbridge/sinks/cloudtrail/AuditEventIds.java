package io.trailbridge.sinks.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailbridge.encoding.NameBasedUuid;
import io.trailbridge.envelope.JsonText;
import java.io.IOException;
import java.util.UUID;

/**
 * The id of an audit event: its {@code UID} when the service accepts that as an id, else a name-based UUID (version 5)
 * of the UID, or of the whole event data when there is no UID. The same event has the same id each time.
 */
final class AuditEventIds {
    /** The greatest length of AuditEvent.id in PutAuditEvents. */
    private static final int LONGEST_ID = 128;

    private static final UUID NAMESPACE = UUID.fromString("2f0c1d0e-7c6a-5a51-9d55-6f0f6c8f0f57");
    private static final JsonFactory JSON = JsonText.foreign().build();

    private AuditEventIds() {}

    static String of(String eventData) {
        String uid = uid(eventData);
        if (uid == null) {
            return nameBased(eventData);
        }
        return isId(uid) ? uid : nameBased(uid);
    }

    /** Returns whether the text has the format of AuditEvent.id: {@code [-_A-Za-z0-9]{1,128}}. */
    private static boolean isId(String uid) {
        for (int i = 0; i < uid.length(); i++) {
            char c = uid.charAt(i);
            boolean allowed =
                    c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!allowed) {
                return false;
            }
        }
        return !uid.isEmpty() && uid.length() <= LONGEST_ID;
    }

    /**
     * Returns the string in the top-level field UID; null when there is none, or when the data is not a JSON object.
     */
    private static String uid(String eventData) {
        try (JsonParser json = JSON.createParser(eventData)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals("UID");
                JsonToken value = json.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING && !json.getText().isEmpty() ? json.getText() : null;
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException e) {
            // The service validates the data itself and reports what is wrong with it.
            return null;
        }
    }

    private static String nameBased(String name) {
        return NameBasedUuid.of(NAMESPACE, name).toString();
    }
}
