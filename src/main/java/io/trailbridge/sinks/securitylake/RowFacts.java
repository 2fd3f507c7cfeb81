package io.trailbridge.sinks.securitylake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailbridge.envelope.JsonText;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values that decide the location of a row, read from its JSON; null for a value that the row does not have.
 *
 * @param time in ms since 1970
 * @param tenantId {@code metadata.tenant_uid}, else {@code cloud.org.uid}
 */
record RowFacts(Long classUid, Long time, String uid, String accountId, String tenantId) {
    private static final JsonFactory JSON = JsonText.foreign().build();
    private static final Set<String> ON_THE_WAY = Set.of("/metadata", "/cloud", "/cloud/account", "/cloud/org");
    private static final Set<String> NUMBERS = Set.of("/class_uid", "/time");
    private static final Set<String> TEXTS =
            Set.of("/metadata/uid", "/metadata/tenant_uid", "/cloud/account/uid", "/cloud/org/uid");

    /** @throws IOException when the text is not JSON */
    static RowFacts of(String text) throws IOException {
        Map<String, Object> found = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                read(json, "", found);
            }
        }
        Object tenant = found.getOrDefault("/metadata/tenant_uid", found.get("/cloud/org/uid"));
        return new RowFacts(
                (Long) found.get("/class_uid"),
                (Long) found.get("/time"),
                (String) found.get("/metadata/uid"),
                (String) found.get("/cloud/account/uid"),
                (String) tenant);
    }

    private static void read(JsonParser json, String at, Map<String, Object> found) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = at + "/" + json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT && ON_THE_WAY.contains(path)) {
                read(json, path, found);
            } else if (token == JsonToken.VALUE_STRING
                    && TEXTS.contains(path)
                    && !json.getText().isBlank()) {
                found.put(path, json.getText());
            } else if (token == JsonToken.VALUE_NUMBER_INT
                    && NUMBERS.contains(path)
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                found.put(path, json.getLongValue());
            } else {
                json.skipChildren();
            }
        }
    }
}
