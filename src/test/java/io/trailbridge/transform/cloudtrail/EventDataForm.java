package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.schemas.PublishedSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What CloudTrail demands of eventData: its published form, and beside it what the form does not say, written down once
 * more so that a test does not ask the code under test.
 */
public final class EventDataForm {
    public static final String ACCOUNT = "123456789012";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of(
            "version",
            "userIdentity",
            "userAgent",
            "eventSource",
            "eventName",
            "eventTime",
            "UID",
            "requestParameters",
            "responseElements",
            "errorCode",
            "errorMessage",
            "sourceIPAddress",
            "recipientAccountId",
            "additionalEventData");
    private static final Map<String, Integer> TEXTS =
            Map.of("version", 256, "eventSource", 1024, "eventName", 1024, "UID", 1024, "userAgent", 1024);

    private EventDataForm() {}

    /** Everything that is wrong with the text, nothing when CloudTrail accepts it. */
    public static List<String> faults(String json) {
        List<String> faults = new ArrayList<>();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            faults.add("cannot be written as UTF-8");
        }
        JsonNode data;
        try {
            data = JSON.readTree(json);
        } catch (IOException e) {
            return List.of("not JSON: " + e.getMessage());
        }
        faults.addAll(PublishedSchemas.eventDataFaults(data));
        data.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                faults.add("unknown field " + name);
            }
        });
        TEXTS.forEach((name, length) -> text(data, name, length, faults));
        JsonNode identity = data.path("userIdentity");
        text(identity, "type", 128, faults);
        text(identity, "principalId", 1024, faults);
        identity.fieldNames().forEachRemaining(name -> {
            if (!Set.of("type", "principalId", "details").contains(name)) {
                faults.add("unknown field userIdentity." + name);
            }
        });
        if (!data.path("recipientAccountId").asText().equals(ACCOUNT)) {
            faults.add("recipientAccountId");
        }
        String time = data.path("eventTime").asText();
        if (!time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                || Instant.parse(time).getEpochSecond() < 0) {
            faults.add("eventTime " + time);
        }
        if (data.has("sourceIPAddress") && !data.get("sourceIPAddress").asText().matches("[0-9A-Fa-f:.]{2,45}")) {
            faults.add("sourceIPAddress " + data.get("sourceIPAddress"));
        }
        JsonNode additional = data.path("additionalEventData");
        if (!additional.isObject()) {
            faults.add("additionalEventData is no object");
        } else if (additional.toString().getBytes(StandardCharsets.UTF_8).length > 28_672) {
            faults.add("additionalEventData is too large");
        }
        return faults;
    }

    private static void text(JsonNode object, String name, int length, List<String> faults) {
        JsonNode value = object.path(name);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > length) {
            faults.add(name + " is no text of 1 to " + length + " chars");
        }
    }
}
