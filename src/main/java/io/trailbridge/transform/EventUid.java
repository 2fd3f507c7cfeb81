package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.json.CanonicalDigest;
import io.trailbridge.transform.json.DeterministicId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Computes the UID of an event. It is the same for every delivery of the same state of the same object, whatever the
 * letter case of its ids. Without an id it is derived from the position in the event hub, and without a position from
 * the content.
 */
final class EventUid {
    private static final int MAX_PLAIN_SCALE = 32;
    private static final int LARGEST_EXPONENT = 1_000_000_000;
    private static final int DATE = "yyyy-MM-dd".length();

    private EventUid() {}

    /**
     * Returns the UID from four arguments: the id of the object, the array of values that make up its state, the origin
     * and the event.
     */
    static JsonNode of(JsonNode[] arguments) {
        JsonNode id = arguments[0];
        UUID uid = id.isTextual() && !id.textValue().isBlank()
                ? ofState(id.textValue(), arguments[1])
                : ofOrigin(arguments[2], arguments[3]);
        return JsonNodeFactory.instance.textNode(uid.toString());
    }

    private static UUID ofState(String id, JsonNode state) {
        List<String> parts = new ArrayList<>(1 + state.size());
        parts.add(id);
        for (JsonNode part : state) {
            parts.add(text(part));
        }
        return DeterministicId.ofAnyCase("event", parts);
    }

    private static UUID ofOrigin(JsonNode origin, JsonNode event) {
        if (origin.hasNonNull("eventHub") && origin.hasNonNull("partitionId") && origin.hasNonNull("sequenceNumber")) {
            return DeterministicId.of(
                    "position",
                    List.of(
                            origin.get("eventHub").asText(),
                            origin.get("partitionId").asText(),
                            origin.get("sequenceNumber").asText(),
                            Integer.toString(origin.path("index").asInt())));
        }
        return DeterministicId.of("content", List.of(CanonicalDigest.of(event)));
    }

    /**
     * Returns the value as text, numbers and times in a canonical form: 39 and 39.0 are one state, and so are 10:00:00Z
     * and 10:00:00.000Z.
     */
    private static String text(JsonNode part) {
        if (part.isNull()) {
            return "";
        }
        if (!part.isNumber()) {
            return part.isContainerNode() ? CanonicalDigest.of(part) : time(part.asText());
        }
        if (part.isDouble() && !Double.isFinite(part.doubleValue())) {
            return part.asText();
        }
        BigDecimal number = part.decimalValue();
        if (number.scale() > -LARGEST_EXPONENT) {
            // Stripping one more zero could make the exponent exceed the largest possible one.
            number = number.stripTrailingZeros();
        }
        return Math.abs(number.scale()) > MAX_PLAIN_SCALE ? number.toString() : number.toPlainString();
    }

    private static String time(String text) {
        boolean maybe = text.length() > DATE && text.charAt(4) == '-' && text.charAt(7) == '-';
        String time = maybe ? TimeText.utcShortest(text) : null;
        return time == null ? text : time;
    }
}
