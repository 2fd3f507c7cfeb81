package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The UID of an event: the same for every delivery of one state of one thing, whatever the case of its ids. Without
 * an id it is that of the position in the Event Hub, and without a position that of the content.
 */
final class EventUid {
    private static final int MAX_PLAIN_SCALE = 32;
    private static final int DATE = "yyyy-MM-dd".length();

    /** At the end of a fraction. */
    private static final Pattern ZEROS = Pattern.compile("0+Z$");

    private EventUid() {}

    /** Of the thing's id, the list of what makes its state, the origin and the event. */
    static JsonNode of(JsonNode[] arguments) {
        return JsonNodeFactory.instance.textNode(
                DeterministicId.of(name(arguments[0], arguments[1], arguments[2], arguments[3])).toString());
    }

    private static String name(JsonNode id, JsonNode state, JsonNode origin, JsonNode event) {
        if (id.isTextual() && !id.textValue().isBlank()) {
            StringBuilder name = new StringBuilder("event\n").append(id.textValue());
            for (JsonNode part : state) {
                name.append('\n').append(text(part));
            }
            return Texts.wellFormed(name.toString().toLowerCase(Locale.ROOT));
        }
        if (origin.hasNonNull("eventHub") && origin.hasNonNull("partitionId") && origin.hasNonNull("sequenceNumber")) {
            return "position\n" + origin.get("eventHub").asText() + '\n' + origin.get("partitionId").asText() + '\n'
                    + origin.get("sequenceNumber").asText() + '\n' + origin.path("index").asInt();
        }
        return "content\n" + CanonicalDigest.of(event);
    }

    /** Numbers and times in one spelling: 39 and 39.0 are one state, and so are 10:00:00Z and 10:00:00.000Z. */
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
        BigDecimal number = part.decimalValue().stripTrailingZeros();
        return Math.abs(number.scale()) > MAX_PLAIN_SCALE ? number.toString() : number.toPlainString();
    }

    private static String time(String text) {
        Instant time = text.length() > DATE && text.charAt(4) == '-' && text.charAt(7) == '-'
                ? TimeText.parse(text)
                : null;
        if (time == null) {
            return text;
        }
        String utc = time.toString();
        return utc.indexOf('.') < 0 ? utc : ZEROS.matcher(utc).replaceFirst("Z");
    }
}
