package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.transform.text.TimeText;

/**
 * The times of a finding, {@code yyyy-MM-ddTHH:mm:ss.SSSZ} in UTC: texts of one length whose order is that of time, so
 * that the mappings' functions need not read what another of them wrote.
 */
final class FindingTime {
    private FindingTime() {}

    /** Whether the text is a time in this form. */
    static boolean isValid(String text) {
        return text.equals(TimeText.utcMillis(text));
    }

    /** The first of the values that is a time. */
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

    /** The first of two times unless it is after the second. */
    static JsonNode notAfter(JsonNode[] arguments) {
        JsonNode one = of(arguments[0]);
        JsonNode other = of(arguments[1]);
        return one == null || other != null && one.textValue().compareTo(other.textValue()) > 0 ? null : one;
    }

    /** The value's time cut to milliseconds, null when it is none. */
    private static JsonNode of(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue();
        String time = TimeText.utcMillis(text);
        return time == null ? null : time.equals(text) ? value : JsonNodeFactory.instance.textNode(time);
    }
}
