package io.trailbridge.standin.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;

/**
 * Security Hub of one account and region: BatchImportFindings held against its public model and each finding against
 * {@link SecurityHubFindingRules}. It holds the newest state of each finding and knows what was imported.
 *
 * <p>A finding of another account or product makes it deny the whole call, as the service does. The service's "6 MB" is
 * taken as 6,000,000 bytes of request body, the reading that is safe either way. Any thread may use it.
 */
public final class SecurityHubStandIn implements ServiceStandIn {
    /** The call's name for {@link Faults#on}: the last step of its path. */
    public static final String ACTION = "import";
    /** The error for each finding of an account without Security Hub. */
    public static final EntryFailure NOT_ENABLED =
            new EntryFailure("InvalidAccess", "The account is not subscribed to Security Hub", true);

    static final int MAX_REQUEST_BYTES = 6_000_000;
    private static final int MAX_FINDINGS = 100;

    private final StandInServer server;
    private final SecurityHubClient client;
    private final String account;
    private final String productArn;
    private final SecurityHubFindings findings = new SecurityHubFindings();
    private final List<Integer> requestBytes = new CopyOnWriteArrayList<>();
    private volatile boolean enabled = true;
    private volatile String culprit;
    private volatile boolean namesFailures = true;

    private SecurityHubStandIn(int port, String account, String region) {
        this.account = account;
        productArn = "arn:aws:securityhub:" + region + ":" + account + ":product/" + account + "/default";
        server = StandInServer.start("security-hub-stand-in", port, this::answer);
        client = StandInAccount.configure(SecurityHubClient.builder(), server.endpoint())
                .build();
    }

    /** On a free port, of {@link StandInAccount}. */
    public static SecurityHubStandIn start() {
        return start(StandInAccount.ID, StandInAccount.REGION.id());
    }

    /** On a free port, of the account and region that findings were made for. */
    public static SecurityHubStandIn start(String account, String region) {
        return new SecurityHubStandIn(0, account, region);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public SecurityHubClient client() {
        return client;
    }

    /** The account's default product. */
    public String productArn() {
        return productArn;
    }

    /** Whether the account has Security Hub enabled; without it every finding fails with {@link #NOT_ENABLED}. */
    public void enable(boolean on) {
        enabled = on;
    }

    /** From now on a call with this finding is refused as a whole, without saying why; null ends it. */
    public void refuseCallsWith(String id) {
        culprit = id;
    }

    /** Whether the answers name the findings that failed, or only count them. */
    public void nameFailures(boolean on) {
        namesFailures = on;
    }

    /** The newest state of each finding, by Id, as it was received. */
    public Map<String, JsonNode> findings() {
        return findings.newest();
    }

    /** The UpdatedAt of each state of a finding that was accepted, in their order. */
    public List<String> imports(String id) {
        return findings.imports(id);
    }

    /** How often each finding was accepted, by Id. */
    public Map<String, Integer> timesAccepted() {
        return findings.times();
    }

    /** Accepted states of all findings. */
    public int acceptedCount() {
        return findings.count();
    }

    /** Different findings accepted. */
    public int distinctIds() {
        return findings.newest().size();
    }

    /** Accepted states that changed nothing, because they were no newer than what was held. */
    public int ignored() {
        return findings.ignored();
    }

    /** The size of each request body that was looked at. */
    public List<Integer> requestBytes() {
        return List.copyOf(requestBytes);
    }

    /** Forgets what was accepted. */
    public void forget() {
        findings.clear();
        requestBytes.clear();
    }

    /** Calls that have come in, failed ones and the SDK's retries included. */
    public int calls() {
        return server.calls(ACTION);
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
        if (!call.method().equals("POST") || !call.uri().getPath().equals("/findings/import")) {
            return StandInServer.error(new Failure(404, "UnknownOperationException", "there is no such operation"));
        }
        if (call.body().length > MAX_REQUEST_BYTES) {
            return StandInServer.error(new Failure(
                    413,
                    "RequestEntityTooLargeException",
                    "the request has " + call.body().length + " bytes, more than " + MAX_REQUEST_BYTES));
        }
        requestBytes.add(call.body().length);
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(new String(call.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return StandInServer.error(new Failure(400, "SerializationException", "the request is not JSON"));
        }
        JsonNode batch = request.path("Findings");
        return check(batch).map(StandInServer::error).orElseGet(() -> put(batch));
    }

    private Optional<Failure> check(JsonNode batch) {
        if (!batch.isArray() || batch.isEmpty() || batch.size() > MAX_FINDINGS) {
            return Optional.of(
                    new Failure(400, "InvalidInputException", "Findings must have 1 to " + MAX_FINDINGS + " entries"));
        }
        for (JsonNode finding : batch) {
            if (!finding.path("Id").isTextual()) {
                return Optional.of(new Failure(400, "InvalidInputException", "a finding has no Id"));
            }
            if (finding.get("Id").textValue().equals(culprit)) {
                return Optional.of(new Failure(400, "InvalidInputException", "The request has an invalid input"));
            }
            String arn = finding.path("ProductArn").asText();
            if (!arn.equals(productArn)
                    || !finding.path("AwsAccountId").asText().equals(account)) {
                return Optional.of(new Failure(
                        403,
                        "AccessDeniedException",
                        "User: " + account
                                + " is not authorized to perform: securityhub:BatchImportFindings on resource: "
                                + arn));
            }
        }
        return Optional.empty();
    }

    private StandInServer.Reply put(JsonNode batch) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode failed = Json.MAPPER.createArrayNode();
        for (JsonNode finding : batch) {
            Optional<EntryFailure> failure = enabled
                    ? SecurityHubFindingRules.check(finding).or(() -> faults().nextEntry(ACTION, finding.toString()))
                    : Optional.of(NOT_ENABLED);
            if (failure.isPresent()) {
                failed.addObject()
                        .put("Id", finding.get("Id").textValue())
                        .put("ErrorCode", failure.get().code())
                        .put("ErrorMessage", failure.get().message());
            } else {
                findings.add(finding);
            }
        }
        answer.put("FailedCount", failed.size()).put("SuccessCount", batch.size() - failed.size());
        answer.set("FailedFindings", namesFailures ? failed : Json.MAPPER.createArrayNode());
        return StandInServer.Reply.json(
                200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
