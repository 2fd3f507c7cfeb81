package io.trailbridge.standin.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * EventBridge with one event bus: PutEvents and DescribeEventBus, held to their API pages. Like the service it accepts
 * events for a bus that does not exist, and drops them. Any thread may use it.
 */
public final class EventBridgeStandIn implements ServiceStandIn {
    /** The call's name for {@link Faults#on}. */
    public static final String ACTION = "PutEvents";

    public static final String BUS = "security";

    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int TIME_BYTES = 14;

    /** An event as the bus has it. */
    public record BusEvent(String source, String detailType, Instant time, String detail) {}

    private final StandInServer server;
    private final EventBridgeClient client;
    private final List<BusEvent> events = new ArrayList<>();
    private final Map<String, Integer> times = new LinkedHashMap<>();
    private Function<String, String> key;
    private String deniedSource;
    private boolean busIsThere = true;
    private int dropped;
    private boolean resultsAreEmpty;

    private EventBridgeStandIn() {
        server = StandInServer.start("eventbridge-stand-in", 0, this::answer);
        client = StandInAccount.configure(EventBridgeClient.builder(), server.endpoint())
                .build();
    }

    /** On a free port, of {@link StandInAccount}. */
    public static EventBridgeStandIn start() {
        return new EventBridgeStandIn();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public EventBridgeClient client() {
        return client;
    }

    public String busArn() {
        return "arn:aws:events:" + StandInAccount.REGION.id() + ":" + StandInAccount.ID + ":event-bus/" + BUS;
    }

    /** From now on keeps how often each key came, and not the events. */
    public synchronized void keepOnly(Function<String, String> ofDetail) {
        key = ofDetail;
    }

    /** Whether the bus is there. */
    public synchronized void busIsThere(boolean there) {
        busIsThere = there;
    }

    /** The source that the bus's policy does not allow; null for none. */
    public synchronized void deny(String source) {
        deniedSource = source;
    }

    /** Whether a result names neither an id nor an error; its entry is not accepted then. */
    public synchronized void emptyResults(boolean on) {
        resultsAreEmpty = on;
    }

    /** What the bus has accepted, in order. */
    public synchronized List<BusEvent> events() {
        return List.copyOf(events);
    }

    /** How often each key was accepted, after {@link #keepOnly}. */
    public synchronized Map<String, Integer> timesAccepted() {
        return new LinkedHashMap<>(times);
    }

    /** Events that were accepted for a bus that is not there. */
    public synchronized int dropped() {
        return dropped;
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
        return switch (call.action()) {
            case "PutEvents" ->
                check(request.path("Entries")).map(StandInServer::error).orElseGet(() -> put(request.path("Entries")));
            case "DescribeEventBus" -> describe(request.path("Name").asText());
            default -> StandInServer.error(new Failure(400, "UnknownOperationException", "there is no such operation"));
        };
    }

    private synchronized StandInServer.Reply describe(String name) {
        if (!busIsThere || !name.equals(BUS)) {
            return StandInServer.error(
                    new Failure(400, "ResourceNotFoundException", "Event bus " + name + " does not exist."));
        }
        return reply(Json.MAPPER.createObjectNode().put("Name", name).put("Arn", busArn()));
    }

    private static Optional<Failure> check(JsonNode entries) {
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            return Optional.of(new Failure(400, "ValidationException", "Entries must have 1 to 10 members"));
        }
        int bytes = 0;
        for (JsonNode entry : entries) {
            bytes += (entry.has("Time") ? TIME_BYTES : 0)
                    + utf8(entry, "Source")
                    + utf8(entry, "DetailType")
                    + utf8(entry, "Detail");
        }
        return bytes < MAX_BYTES
                ? Optional.empty()
                : Optional.of(new Failure(
                        400, "ValidationException", "Total size of the entries in the request is over the limit."));
    }

    private static int utf8(JsonNode entry, String field) {
        return entry.path(field).asText().getBytes(StandardCharsets.UTF_8).length;
    }

    private synchronized StandInServer.Reply put(JsonNode entries) {
        ArrayNode results = Json.MAPPER.createArrayNode();
        int failed = 0;
        for (JsonNode entry : entries) {
            Optional<EntryFailure> failure = refusal(entry).or(() -> faults().nextEntry(ACTION, entry.toString()));
            if (resultsAreEmpty) {
                results.addObject();
            } else if (failure.isPresent()) {
                failed++;
                results.addObject()
                        .put("ErrorCode", failure.get().code())
                        .put("ErrorMessage", failure.get().message());
            } else {
                results.addObject().put("EventId", UUID.randomUUID().toString());
                accept(entry);
            }
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("FailedEntryCount", failed);
        answer.set("Entries", results);
        return reply(answer);
    }

    private void accept(JsonNode entry) {
        if (!busIsThere || !entry.path("EventBusName").asText().equals(busArn())) {
            dropped++;
            return;
        }
        String detail = entry.get("Detail").asText();
        if (key == null) {
            events.add(new BusEvent(
                    entry.get("Source").asText(),
                    entry.get("DetailType").asText(),
                    Instant.ofEpochMilli(Math.round(entry.get("Time").asDouble() * 1000)),
                    detail));
        } else {
            times.merge(key.apply(detail), 1, Integer::sum);
        }
    }

    private Optional<EntryFailure> refusal(JsonNode entry) {
        String source = entry.path("Source").asText();
        if (source.isEmpty() || entry.path("DetailType").asText().isEmpty()) {
            return Optional.of(new EntryFailure("InvalidArgument", "Source and DetailType are required", true));
        }
        if (source.startsWith("aws.") || source.equals(deniedSource)) {
            return Optional.of(
                    new EntryFailure("NotAuthorizedForSourceException", "Not authorized for the source.", true));
        }
        try {
            if (Json.MAPPER.readTree(entry.path("Detail").asText()).isObject()) {
                return Optional.empty();
            }
        } catch (JsonProcessingException malformed) {
            return Optional.of(MALFORMED);
        }
        return Optional.of(MALFORMED);
    }

    private static final EntryFailure MALFORMED = new EntryFailure("MalformedDetail", "Detail is malformed.", true);

    private static StandInServer.Reply reply(ObjectNode answer) {
        return StandInServer.Reply.json(
                200, "application/x-amz-json-1.1", answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
