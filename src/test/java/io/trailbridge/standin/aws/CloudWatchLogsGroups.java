package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The log groups that exist, and what their streams hold. Any thread may use it. */
final class CloudWatchLogsGroups {
    private static final String ARN =
            "arn:aws:logs:" + StandInAccount.REGION.id() + ":" + StandInAccount.ID + ":log-group:";

    private final Map<String, Group> groups = new TreeMap<>();
    private final List<Stored> accepted = new ArrayList<>();
    private UnaryOperator<String> kept = UnaryOperator.identity();

    private static final class Group {
        final Map<String, String> tags;
        final Set<String> streams = new TreeSet<>();
        Duration retention;

        Group(Map<String, String> tags) {
            this.tags = Map.copyOf(tags);
        }
    }

    synchronized void create(String name, Map<String, String> tags) {
        if (groups.putIfAbsent(name, new Group(tags)) != null) {
            throw new CloudWatchLogsRefusal("ResourceAlreadyExistsException", "The specified log group already exists");
        }
    }

    synchronized void createStream(String group, String stream) {
        if (!group(group).streams.add(stream)) {
            throw new CloudWatchLogsRefusal(
                    "ResourceAlreadyExistsException", "The specified log stream already exists");
        }
    }

    synchronized void retention(String group, Duration time) {
        group(group).retention = time;
    }

    synchronized void delete(String group) {
        groups.remove(group);
        accepted.removeIf(event -> event.group().equals(group));
    }

    synchronized Set<String> names() {
        return Set.copyOf(groups.keySet());
    }

    synchronized Map<String, String> tags(String group) {
        return group(group).tags;
    }

    synchronized List<Stored> accepted() {
        return List.copyOf(accepted);
    }

    synchronized int acceptedCount() {
        return accepted.size();
    }

    synchronized void keepOnly(UnaryOperator<String> ofMessage) {
        kept = ofMessage;
    }

    synchronized void forget() {
        accepted.clear();
    }

    /** Keeps the events of a valid call that are neither too old nor expired nor too new, and answers which are. */
    synchronized ObjectNode put(String group, String stream, JsonNode events, long now) {
        Group target = group(group);
        if (!target.streams.contains(stream)) {
            throw notFound("stream");
        }
        int tooOld = before(events, now - CloudWatchLogsRules.TOO_OLD);
        int expired = target.retention == null ? 0 : before(events, now - target.retention.toMillis());
        int tooNew = before(events, now + CloudWatchLogsRules.TOO_NEW + 1);
        for (int i = Math.max(tooOld, expired); i < tooNew; i++) {
            JsonNode event = events.get(i);
            accepted.add(new Stored(
                    group,
                    stream,
                    event.get("timestamp").longValue(),
                    kept.apply(event.get("message").textValue())));
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("nextSequenceToken", "0");
        if (tooOld > 0 || expired > 0 || tooNew < events.size()) {
            ObjectNode rejected = answer.putObject("rejectedLogEventsInfo");
            putIf(tooOld > 0, rejected, "tooOldLogEventEndIndex", tooOld);
            putIf(expired > 0, rejected, "expiredLogEventEndIndex", expired);
            putIf(tooNew < events.size(), rejected, "tooNewLogEventStartIndex", tooNew);
        }
        return answer;
    }

    private static void putIf(boolean there, ObjectNode object, String name, int value) {
        if (there) {
            object.put(name, value);
        }
    }

    /** How many of the events, which are in order, are from before. */
    private static int before(JsonNode events, long time) {
        int count = 0;
        while (count < events.size() && events.get(count).get("timestamp").longValue() < time) {
            count++;
        }
        return count;
    }

    synchronized ObjectNode describe(String prefix) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode found = answer.putArray("logGroups");
        groups.forEach((name, group) -> {
            if (name.startsWith(prefix)) {
                ObjectNode one = found.addObject()
                        .put("logGroupName", name)
                        .put("arn", ARN + name + ":*")
                        .put("logGroupArn", ARN + name);
                if (group.retention != null) {
                    one.put("retentionInDays", group.retention.toDays());
                }
            }
        });
        return answer;
    }

    synchronized ObjectNode describeStreams(String group) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode found = answer.putArray("logStreams");
        group(group)
                .streams
                .forEach(stream -> found.addObject()
                        .put("logStreamName", stream)
                        .put("arn", ARN + group + ":log-stream:" + stream));
        return answer;
    }

    synchronized ObjectNode listTags(String arn) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ObjectNode tags = answer.putObject("tags");
        group(arn.startsWith(ARN) ? arn.substring(ARN.length()) : "").tags.forEach(tags::put);
        return answer;
    }

    private Group group(String name) {
        Group group = groups.get(name);
        if (group == null) {
            throw notFound("group");
        }
        return group;
    }

    private static CloudWatchLogsRefusal notFound(String what) {
        return new CloudWatchLogsRefusal("ResourceNotFoundException", "The specified log " + what + " does not exist.");
    }
}
