package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets in this JVM, read by the calls that {@link SecretsManagerStandIn} names. Any thread may use it. */
final class HeldSecrets implements SecretStore {
    private static final String CURRENT = "AWSCURRENT";

    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    private record Secret(String name, String arn, String version, String text, Instant created) {}

    @Override
    public void put(String name, String json) {
        secrets.compute(
                name,
                (key, old) -> new Secret(
                        name,
                        old == null ? arn(name) : old.arn(),
                        UUID.randomUUID().toString(),
                        json,
                        Instant.now()));
    }

    @Override
    public void remove(String name) {
        secrets.remove(name);
    }

    @Override
    public StandInServer.Reply answer(StandInServer.Call call) throws IOException {
        JsonNode request = Json.MAPPER.readTree(call.body());
        return switch (call.action()) {
            case "GetSecretValue" -> getSecretValue(request);
            case "BatchGetSecretValue" -> batchGetSecretValue(request);
            default ->
                StandInServer.error(
                        new Failure(400, "UnknownOperationException", "the stand-in does not know " + call.action()));
        };
    }

    private StandInServer.Reply getSecretValue(JsonNode request) {
        String id = request.path("SecretId").asText();
        if (id.isEmpty() || id.length() > 2048) {
            return StandInServer.error(Failure.validation("SecretId must have 1 to 2048 characters"));
        }
        String stage = request.path("VersionStage").asText(CURRENT);
        Optional<Secret> secret = find(id).filter(found -> stage.equals(CURRENT))
                .filter(found ->
                        request.path("VersionId").asText(found.version()).equals(found.version()));
        return secret.map(found -> json(value(found))).orElseGet(() -> StandInServer.error(notFound(stage)));
    }

    private StandInServer.Reply batchGetSecretValue(JsonNode request) {
        JsonNode ids = request.path("SecretIdList");
        if (ids.isEmpty() || ids.size() > 20) {
            return StandInServer.error(
                    Failure.validation("SecretIdList must have 1 to 20 ids, filters are not served"));
        }
        ObjectNode answer = Json.MAPPER.createObjectNode();
        var values = answer.putArray("SecretValues");
        var errors = answer.putArray("Errors");
        for (JsonNode id : ids) {
            Optional<Secret> secret = find(id.asText());
            if (secret.isPresent()) {
                values.add(value(secret.get()));
            } else {
                Failure failure = notFound(CURRENT);
                errors.addObject()
                        .put("SecretId", id.asText())
                        .put("ErrorCode", failure.code())
                        .put("Message", failure.message());
            }
        }
        return json(answer);
    }

    private Optional<Secret> find(String id) {
        Secret named = secrets.get(id);
        return named != null
                ? Optional.of(named)
                : secrets.values().stream()
                        .filter(secret -> secret.arn().equals(id))
                        .findAny();
    }

    private static ObjectNode value(Secret secret) {
        ObjectNode value = Json.MAPPER
                .createObjectNode()
                .put("ARN", secret.arn())
                .put("Name", secret.name())
                .put("VersionId", secret.version())
                .put("SecretString", secret.text())
                .put("CreatedDate", secret.created().getEpochSecond());
        value.putArray("VersionStages").add(CURRENT);
        return value;
    }

    private static Failure notFound(String stage) {
        return new Failure(
                400,
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for staging label: " + stage);
    }

    /** The service adds six random characters; here they follow from the name, so that a restart keeps the ARN. */
    private static String arn(String name) {
        String suffix = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 6);
        return String.join(
                ":",
                List.of(
                        "arn:aws:secretsmanager",
                        StandInAccount.REGION.id(),
                        StandInAccount.ID,
                        "secret",
                        name + "-" + suffix));
    }

    private static StandInServer.Reply json(JsonNode body) {
        return StandInServer.Reply.json(
                200, "application/x-amz-json-1.1", body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
