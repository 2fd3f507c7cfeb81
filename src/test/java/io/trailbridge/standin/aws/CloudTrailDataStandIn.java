package io.trailbridge.standin.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;

/**
 * The CloudTrail Data service: PutAuditEvents held against its public model and each event against
 * {@link AuditEventRules}. It keeps what it has accepted, and does not recognise a repeated id in a later call as a
 * duplicate: it counts it.
 *
 * <p>The service's "1 MB" is taken as 1,000,000 bytes of request body, the reading that is safe either way.
 * Any thread may use it.
 */
public final class CloudTrailDataStandIn implements ServiceStandIn {
    static final int MAX_REQUEST_BYTES = 1_000_000;
    private static final int MAX_EVENTS = 100;
    private static final Pattern CHANNEL_ARN =
            Pattern.compile("arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\\d{12}:channel/[-A-Za-z0-9._/]+");
    private static final Pattern ID = Pattern.compile("[-_A-Za-z0-9]{1,128}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private final StandInServer server;
    private final CloudTrailDataClient client;
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final String channelArn = addChannel(StandInAccount.ID);
    private final AcceptedEvents accepted = new AcceptedEvents();
    private volatile Consumer<String> listener = eventData -> {};

    private CloudTrailDataStandIn(int port) {
        server = StandInServer.start("cloudtrail-data-stand-in", port, this::answer);
        client = StandInAccount.configure(CloudTrailDataClient.builder(), server.endpoint())
                .build();
    }

    /** On a free port. */
    public static CloudTrailDataStandIn start() {
        return start(0);
    }

    public static CloudTrailDataStandIn start(int port) {
        return new CloudTrailDataStandIn(port);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public CloudTrailDataClient client() {
        return client;
    }

    /** The channel that exists from the start; it belongs to {@link StandInAccount#ID}. */
    public String channelArn() {
        return channelArn;
    }

    /** Creates another channel, owned by {@code account}, and returns its ARN. */
    public String addChannel(String account) {
        String arn =
                "arn:aws:cloudtrail:" + StandInAccount.REGION.id() + ":" + account + ":channel/" + UUID.randomUUID();
        addChannelArn(arn);
        return arn;
    }

    /** Creates a channel with an ARN that is known beforehand. */
    public void addChannelArn(String arn) {
        if (!CHANNEL_ARN.matcher(arn).matches()) {
            throw new IllegalArgumentException("not a valid channel ARN: " + arn);
        }
        channels.add(arn);
    }

    /** For long runs: from now on only ids and how often they came are kept, not what they held. */
    public void keepOnlyIds() {
        accepted.keepOnlyIds();
    }

    /** Is given the data of each audit event that is accepted, on the thread of its call, before the call is answered. */
    public void onAccepted(Consumer<String> eventData) {
        listener = eventData;
    }

    /**
     * The accepted events by id, each as it was first accepted, in the order in which they came; of what carries no
     * time of its own by that of the thing, see {@link SampleEvents#keyOf}.
     */
    public Map<String, String> accepted() {
        return accepted.events();
    }

    /** How often each id was accepted, in the order in which they first came. */
    public Map<String, Integer> timesAccepted() {
        return accepted.times();
    }

    /** Accepted entries, repetitions of an id included. */
    public int acceptedCount() {
        return accepted.count();
    }

    /** Different ids accepted. */
    public int distinctIds() {
        return accepted.distinctIds();
    }

    /** Accepted entries beyond the first of each id. */
    public int duplicates() {
        return accepted.duplicates();
    }

    /** Forgets what was accepted. */
    public void forget() {
        accepted.clear();
    }

    /** Calls that have come in, failed ones and the SDK's retries included. */
    public int calls() {
        return server.calls("PutAuditEvents");
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
        if (!call.method().equals("POST") || !call.uri().getPath().equals("/PutAuditEvents")) {
            return StandInServer.error(new Failure(404, "UnknownOperationException", "there is no such operation"));
        }
        Map<String, String> query = query(call.uri().getRawQuery());
        String channel = query.getOrDefault("channelArn", "");
        Optional<Failure> refused = checkChannel(channel, query.get("externalId"));
        if (refused.isEmpty() && call.body().length > MAX_REQUEST_BYTES) {
            refused = Optional.of(new Failure(
                    413,
                    "RequestEntityTooLargeException",
                    "the request has " + call.body().length + " bytes, more than " + MAX_REQUEST_BYTES));
        }
        if (refused.isPresent()) {
            return StandInServer.error(refused.get());
        }
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(new String(call.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return StandInServer.error(new Failure(400, "SerializationException", "the request is not JSON"));
        }
        JsonNode entries = request.path("auditEvents");
        return checkEntries(entries).map(StandInServer::error).orElseGet(() -> put(entries, channel.split(":")[4]));
    }

    private Optional<Failure> checkChannel(String arn, String externalId) {
        if (arn.isEmpty()) {
            return Optional.of(Failure.validation("channelArn is required"));
        }
        if (externalId != null && !EXTERNAL_ID.matcher(externalId).matches()) {
            return Optional.of(Failure.validation("externalId does not match " + EXTERNAL_ID));
        }
        if (!CHANNEL_ARN.matcher(arn).matches()) {
            return Optional.of(new Failure(400, "InvalidChannelARN", "not a valid channel ARN: " + arn));
        }
        return channels.contains(arn)
                ? Optional.empty()
                : Optional.of(new Failure(400, "ChannelNotFound", "the channel could not be found: " + arn));
    }

    private static Optional<Failure> checkEntries(JsonNode entries) {
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MAX_EVENTS) {
            return Optional.of(Failure.validation("auditEvents must have 1 to " + MAX_EVENTS + " entries"));
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : entries) {
            String id = entry.path("id").asText();
            if (!ID.matcher(id).matches()) {
                return Optional.of(Failure.validation("auditEvents.id does not match " + ID));
            }
            if (!entry.path("eventData").isTextual()) {
                return Optional.of(Failure.validation("auditEvents.eventData is required and is a string"));
            }
            if (!ids.add(id)) {
                return Optional.of(new Failure(
                        400,
                        "DuplicatedAuditEventId",
                        "two or more entries in the request have the same event id: " + id));
            }
        }
        return Optional.empty();
    }

    private StandInServer.Reply put(JsonNode entries, String account) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode successful = answer.putArray("successful");
        ArrayNode failed = answer.putArray("failed");
        for (JsonNode entry : entries) {
            String id = entry.get("id").textValue();
            String eventData = entry.get("eventData").textValue();
            Optional<EntryFailure> failure = AuditEventRules.check(
                            eventData, entry.path("eventDataChecksum").textValue(), account)
                    .or(() -> faults().nextEntry("PutAuditEvents", eventData));
            if (failure.isPresent()) {
                failed.addObject()
                        .put("id", id)
                        .put("errorCode", failure.get().code())
                        .put("errorMessage", failure.get().message());
            } else {
                accepted.add(SampleEvents.keyOf(id, eventData), eventData);
                listener.accept(eventData);
                successful
                        .addObject()
                        .put("id", id)
                        .put("eventID", UUID.randomUUID().toString());
            }
        }
        return StandInServer.Reply.json(
                200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
