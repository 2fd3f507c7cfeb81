package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.encoding.TimeText;

/**
 * Times of a finding in the form {@code yyyy-MM-ddTHH:mm:ss.SSSZ} in UTC. As strings of equal length they sort
 * chronologically, so that mapping functions need not parse each other's results.
 */
final class FindingTime {
    private FindingTime() {}

    /** Returns whether the text is a time in this form. */
    static boolean isValid(String text) {
        return text.equals(TimeText.utcMillis(text));
    }

    /** Returns the first of the values that is a time. */
    static JsonNode first(JsonNode[] candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode time = of(candidate);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    static JsonNode latest(JsonNode[] candidates) {
        JsonNode latest = null;
        for (JsonNode candidate : candidates) {
            JsonNode time = of(candidate);
            if (time != null && (latest == null || time.textValue().compareTo(latest.textValue()) > 0)) {
                latest = time;
            }
        }
        return latest;
    }

    /** Returns the first of two times unless it is after the second. */
    static JsonNode notAfter(JsonNode[] arguments) {
        JsonNode one = of(arguments[0]);
        JsonNode other = of(arguments[1]);
        return one == null || other != null && one.textValue().compareTo(other.textValue()) > 0 ? null : one;
    }

    /** Returns the value's time truncated to milliseconds, null if it is not a time. */
    private static JsonNode of(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue();
        String time = TimeText.utcMillis(text);
        return time == null ? null : time.equals(text) ? value : JsonNodeFactory.instance.textNode(time);
    }
}
