package io.trailbridge.standin.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What CloudTrail Lake asks of one audit event: the field table of its integration event schema (user guide,
 * "CloudTrail Lake integrations event schema") and the entry error codes of ResultErrorEntry (API reference).
 * Where the guide is silent the rule here is the stricter one: unknown fields are refused, 1 kB is 1,024 bytes.
 */
final class AuditEventRules {
    private static final List<String> REQUIRED =
            List.of("version", "userIdentity", "eventSource", "eventName", "eventTime", "UID", "recipientAccountId");
    private static final Map<String, Integer> MAX_CHARACTERS = Map.of(
            "version",
            256,
            "userAgent",
            1024,
            "eventSource",
            1024,
            "eventName",
            1024,
            "UID",
            1024,
            "errorCode",
            256,
            "errorMessage",
            256);
    private static final Map<String, Integer> MAX_BYTES =
            Map.of("requestParameters", 100 * 1024, "responseElements", 100 * 1024, "additionalEventData", 28 * 1024);
    private static final Set<String> OTHERS =
            Set.of("userIdentity", "eventTime", "recipientAccountId", "sourceIPAddress");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])" + "T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z?");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+");

    private AuditEventRules() {}

    /** Why the event is refused, or nothing. */
    static Optional<EntryFailure> check(String eventData, String checksum, String account) {
        if (checksum != null && !checksum.equals(sha256(eventData))) {
            return failure("InvalidChecksum", "eventDataChecksum is not the base64 SHA-256 of eventData");
        }
        JsonNode event;
        try {
            event = Json.MAPPER.readTree(eventData);
        } catch (JsonProcessingException e) {
            return failure(
                    "InvalidData",
                    "eventData is not JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        }
        if (!event.isObject()) {
            return failure("InvalidData", "eventData is not a JSON object");
        }
        return Stream.of(
                        missing(event),
                        unknown(event),
                        texts(event),
                        identity(event.get("userIdentity")),
                        time(event),
                        address(event),
                        recipient(event, account),
                        sizes(event))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<EntryFailure> missing(JsonNode event) {
        return REQUIRED.stream()
                .filter(field ->
                        event.path(field).isMissingNode() || event.path(field).isNull())
                .findFirst()
                .flatMap(field -> failure("FieldNotFound", field + " is required"));
    }

    private static Optional<EntryFailure> unknown(JsonNode event) {
        return event.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field ->
                        !MAX_CHARACTERS.containsKey(field) && !MAX_BYTES.containsKey(field) && !OTHERS.contains(field))
                .findFirst()
                .flatMap(field -> failure("InvalidData", field + " is not a field of eventData"));
    }

    private static Optional<EntryFailure> texts(JsonNode event) {
        return MAX_CHARACTERS.entrySet().stream()
                .filter(field -> event.has(field.getKey()))
                .map(field -> text(
                        field.getKey(), event.get(field.getKey()), field.getValue(), REQUIRED.contains(field.getKey())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<EntryFailure> text(String field, JsonNode value, int maxCharacters, boolean required) {
        if (!value.isTextual() || required && value.textValue().isEmpty()) {
            return failure("InvalidData", field + " must be a string" + (required ? " that is not empty" : ""));
        }
        return value.textValue().length() <= maxCharacters
                ? Optional.empty()
                : failure("FieldTooLong", field + " has more than " + maxCharacters + " characters");
    }

    private static Optional<EntryFailure> identity(JsonNode identity) {
        if (identity == null || !identity.isObject()) {
            return failure("InvalidData", "userIdentity must be an object");
        }
        for (String field : List.of("type", "principalId")) {
            if (!identity.hasNonNull(field)) {
                return failure("FieldNotFound", "userIdentity." + field + " is required");
            }
        }
        if (identity.has("details") && !identity.get("details").isObject()) {
            return failure("InvalidData", "userIdentity.details must be an object");
        }
        if (identity.size() > (identity.has("details") ? 3 : 2)) {
            return failure("InvalidData", "userIdentity has type, principalId and details only");
        }
        return text("userIdentity.type", identity.get("type"), 128, true)
                .or(() -> text("userIdentity.principalId", identity.get("principalId"), 1024, true));
    }

    private static Optional<EntryFailure> time(JsonNode event) {
        return TIME.matcher(event.path("eventTime").asText()).matches()
                ? Optional.empty()
                : failure("InvalidData", "eventTime must be yyyy-MM-ddTHH:mm:ss in UTC");
    }

    private static Optional<EntryFailure> address(JsonNode event) {
        return !event.has("sourceIPAddress")
                        || ADDRESS.matcher(event.get("sourceIPAddress").asText())
                                .matches()
                ? Optional.empty()
                : failure("InvalidData", "sourceIPAddress is not an IP address");
    }

    private static Optional<EntryFailure> recipient(JsonNode event, String account) {
        JsonNode recipient = event.path("recipientAccountId");
        return recipient.isTextual() && recipient.textValue().equals(account)
                ? Optional.empty()
                : failure("InvalidRecipient", "recipientAccountId is not the account of the channel");
    }

    private static Optional<EntryFailure> sizes(JsonNode event) {
        for (var field : MAX_BYTES.entrySet()) {
            JsonNode value = event.path(field.getKey());
            if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
                return failure("InvalidData", field.getKey() + " must be an object");
            }
            if (value.toString().getBytes(StandardCharsets.UTF_8).length > field.getValue()) {
                return failure("FieldTooLong", field.getKey() + " has more than " + field.getValue() + " bytes");
            }
        }
        return Optional.empty();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    private static Optional<EntryFailure> failure(String code, String message) {
        return Optional.of(new EntryFailure(code, message, true));
    }
}
