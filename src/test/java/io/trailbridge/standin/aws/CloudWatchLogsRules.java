package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What CloudWatch Logs refuses: API_CreateLogGroup, API_CreateLogStream, API_PutLogEvents and API_InputLogEvent, with
 * the codes and, where they are known, the words of the service.
 */
final class CloudWatchLogsRules {
    static final long TOO_OLD = Duration.ofDays(14).toMillis();
    static final long TOO_NEW = Duration.ofHours(2).toMillis();
    private static final int MAX_EVENTS = 10_000;
    /** Messages in UTF-8, and {@link #EVENT_FRAME} for each; one event may be as large as a whole call. */
    private static final int MAX_BYTES = 1_048_576;

    private static final int EVENT_FRAME = 26;
    private static final long MAX_SPAN = Duration.ofHours(24).toMillis();
    private static final Pattern GROUP = Pattern.compile("[._/#A-Za-z0-9-]{1,512}");
    private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
    private static final int MAX_TAGS = 50;

    private CloudWatchLogsRules() {}

    static String group(JsonNode request) {
        String name = request.path("logGroupName").asText();
        if (!GROUP.matcher(name).matches() || name.startsWith("aws/")) {
            throw CloudWatchLogsRefusal.invalid("Value '" + name + "' at 'logGroupName' failed to satisfy " + GROUP);
        }
        return name;
    }

    static String stream(JsonNode request) {
        String name = request.path("logStreamName").asText();
        if (!STREAM.matcher(name).matches()) {
            throw CloudWatchLogsRefusal.invalid("Value '" + name + "' at 'logStreamName' failed to satisfy " + STREAM);
        }
        return name;
    }

    static Map<String, String> tags(JsonNode request) {
        Map<String, String> tags = new LinkedHashMap<>();
        request.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        boolean valid = tags.size() <= MAX_TAGS
                && tags.keySet().stream().allMatch(key -> TAG_KEY.matcher(key).matches() && !key.startsWith("aws:"))
                && tags.values().stream()
                        .allMatch(value -> TAG_VALUE.matcher(value).matches());
        if (!valid) {
            throw CloudWatchLogsRefusal.invalid("Value at 'tags' failed to satisfy constraint: " + tags);
        }
        return tags;
    }

    /** All that is wrong with a call whatever its target is. */
    static void checkEvents(JsonNode events, long now) {
        if (!events.isArray() || events.isEmpty() || events.size() > MAX_EVENTS) {
            throw CloudWatchLogsRefusal.invalid("'logEvents' failed to satisfy constraint: Member must have length from"
                    + " 1 to " + MAX_EVENTS + " but has " + events.size());
        }
        long total = 0;
        for (JsonNode event : events) {
            total += checkEvent(event);
        }
        if (total > MAX_BYTES) {
            throw CloudWatchLogsRefusal.invalid("Upload too large: " + total + " bytes exceeds limit of " + MAX_BYTES);
        }
        checkTimes(events, now);
    }

    private static long checkEvent(JsonNode event) {
        JsonNode timestamp = event.path("timestamp");
        if (!timestamp.isIntegralNumber() || timestamp.longValue() < 0) {
            throw CloudWatchLogsRefusal.invalid(
                    "'timestamp' failed to satisfy constraint: Member must have value" + " greater than or equal to 0");
        }
        if (event.path("message").asText().isEmpty()) {
            throw CloudWatchLogsRefusal.invalid(
                    "'message' failed to satisfy constraint: Member must have length" + " greater than or equal to 1");
        }
        long bytes = event.get("message").textValue().getBytes(StandardCharsets.UTF_8).length + EVENT_FRAME;
        if (bytes > MAX_BYTES) {
            throw CloudWatchLogsRefusal.invalid(
                    "Log event too large: " + bytes + " bytes exceeds limit of " + MAX_BYTES);
        }
        return bytes;
    }

    /** The span is that of the events which are neither too old nor too new. */
    private static void checkTimes(JsonNode events, long now) {
        long before = Long.MIN_VALUE;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (JsonNode event : events) {
            long timestamp = event.get("timestamp").longValue();
            if (timestamp < before) {
                throw CloudWatchLogsRefusal.invalid(
                        "Log events in a single PutLogEvents request must be in" + " chronological order.");
            }
            before = timestamp;
            if (timestamp >= now - TOO_OLD && timestamp <= now + TOO_NEW) {
                first = Math.min(first, timestamp);
                last = timestamp;
            }
        }
        if (last - first > MAX_SPAN && first != Long.MAX_VALUE) {
            throw CloudWatchLogsRefusal.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span" + " more than 24 hours.");
        }
    }
}
