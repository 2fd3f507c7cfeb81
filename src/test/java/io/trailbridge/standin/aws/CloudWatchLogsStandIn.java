package io.trailbridge.standin.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * The CloudWatch Logs service: log groups with tags and retention, streams, and PutLogEvents held against
 * {@link CloudWatchLogsRules}. It keeps what it has accepted, and takes an event that comes again as another one, as
 * the service does. Of the events that a call names as rejected it keeps none.
 *
 * <p>It implements the service's JSON 1.1. Its Describe calls support a name's prefix and return all on one page.
 * Any thread may use it.
 */
public final class CloudWatchLogsStandIn implements ServiceStandIn {
    private final StandInServer server;
    private final CloudWatchLogsClient client;
    private final CloudWatchLogsGroups groups = new CloudWatchLogsGroups();
    private volatile Clock clock = Clock.systemUTC();

    /** An event as it was accepted. */
    public record Stored(String group, String stream, long timestamp, String message) {}

    private CloudWatchLogsStandIn(int port) {
        server = StandInServer.start("cloudwatch-logs-stand-in", port, this::answer);
        client = StandInAccount.configure(CloudWatchLogsClient.builder(), server.endpoint())
                .build();
    }

    /** On a free port. */
    public static CloudWatchLogsStandIn start() {
        return start(0);
    }

    public static CloudWatchLogsStandIn start(int port) {
        return new CloudWatchLogsStandIn(port);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Switches that hold for PutLogEvents alone are {@code faults().on("PutLogEvents")}. */
    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public CloudWatchLogsClient client() {
        return client;
    }

    /** What is too old, expired or too new is judged by this clock; the machine's unless it is set. */
    public void clock(Clock by) {
        clock = by;
    }

    /** Creates a group without tags, and its stream, as an engineer would. */
    public void create(String group, String stream) {
        groups.create(group, Map.of());
        groups.createStream(group, stream);
    }

    /** From now on the group's events expire after this time. */
    public void retention(String group, Duration time) {
        groups.retention(group, time);
    }

    /** Deletes the group with its streams and what they hold. */
    public void delete(String group) {
        groups.delete(group);
    }

    public Set<String> groups() {
        return groups.names();
    }

    public Map<String, String> tags(String group) {
        return groups.tags(group);
    }

    /** What all groups hold, in the order in which it was accepted. */
    public List<Stored> accepted() {
        return groups.accepted();
    }

    /** What one group holds, in the order in which it was accepted. */
    public List<Stored> accepted(String group) {
        return groups.accepted().stream()
                .filter(event -> event.group().equals(group))
                .toList();
    }

    /** Events accepted, repeated ones included. */
    public int acceptedCount() {
        return groups.acceptedCount();
    }

    /** For long runs: from now on only what this makes of a message is kept of it, such as its id. */
    public void keepOnly(UnaryOperator<String> ofMessage) {
        groups.keepOnly(ofMessage);
    }

    /** Forgets what was accepted; the groups stay. */
    public void forget() {
        groups.forget();
    }

    /** Calls of PutLogEvents that have come in, failed ones and the SDK's retries included. */
    public int calls() {
        return calls("PutLogEvents");
    }

    public int calls(String action) {
        return server.calls(action);
    }

    @Override
    public void stopListening() {
        server.stopListening();
    }

    @Override
    public void listenAgain() {
        server.listenAgain();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private StandInServer.Reply answer(StandInServer.Call call) {
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(new String(call.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return StandInServer.error(new Failure(400, "SerializationException", "the request is not JSON"));
        }
        try {
            return reply(answer(call.action(), request));
        } catch (CloudWatchLogsRefusal e) {
            return StandInServer.error(e.failure());
        }
    }

    private ObjectNode answer(String action, JsonNode request) {
        return switch (action) {
            case "CreateLogGroup" -> {
                groups.create(CloudWatchLogsRules.group(request), CloudWatchLogsRules.tags(request));
                yield Json.MAPPER.createObjectNode();
            }
            case "CreateLogStream" -> {
                groups.createStream(CloudWatchLogsRules.group(request), CloudWatchLogsRules.stream(request));
                yield Json.MAPPER.createObjectNode();
            }
            case "PutLogEvents" -> put(request);
            case "DescribeLogGroups" ->
                groups.describe(request.path("logGroupNamePrefix").asText());
            case "DescribeLogStreams" -> groups.describeStreams(CloudWatchLogsRules.group(request));
            case "ListTagsForResource" ->
                groups.listTags(request.path("resourceArn").asText());
            default -> throw new CloudWatchLogsRefusal("UnknownOperationException", "there is no such operation here");
        };
    }

    private ObjectNode put(JsonNode request) {
        String group = CloudWatchLogsRules.group(request);
        String stream = CloudWatchLogsRules.stream(request);
        JsonNode events = request.path("logEvents");
        long now = clock.millis();
        CloudWatchLogsRules.checkEvents(events, now);
        return groups.put(group, stream, events, now);
    }

    private static StandInServer.Reply reply(ObjectNode answer) {
        return StandInServer.Reply.json(
                200, "application/x-amz-json-1.1", answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
