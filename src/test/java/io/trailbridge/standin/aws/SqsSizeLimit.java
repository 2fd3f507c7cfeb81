package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The size limit of SendMessage and SendMessageBatch as SQS counts it: 1,048,576 bytes of UTF-8 a call, attributes
 * (name, type and value) included. ElasticMQ counts characters, and bodies only.
 */
final class SqsSizeLimit {
    static final int MAX_BYTES = 1_048_576;

    private SqsSizeLimit() {}

    static Optional<Failure> check(StandInServer.Call call) throws IOException {
        // The JSON of a call is never shorter than what it carries, so that few calls have to be read.
        if (!call.action().startsWith("SendMessage") || call.body().length <= MAX_BYTES) {
            return Optional.empty();
        }
        JsonNode request = Json.MAPPER.readTree(call.body());
        if (call.action().equals("SendMessage")) {
            return size(request) <= MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(new Failure(
                            400, "InvalidParameterValue", "Message must be shorter than " + MAX_BYTES + " bytes"));
        }
        long sum = 0;
        for (JsonNode entry : request.path("Entries")) {
            sum += size(entry);
        }
        return sum <= MAX_BYTES
                ? Optional.empty()
                : Optional.of(new Failure(
                        400,
                        "BatchRequestTooLong",
                        "Batch requests cannot be longer than " + MAX_BYTES + " bytes, this one has " + sum));
    }

    private static long size(JsonNode message) throws IOException {
        long size = bytes(message.path("MessageBody").asText());
        for (Map.Entry<String, JsonNode> attribute :
                message.path("MessageAttributes").properties()) {
            JsonNode value = attribute.getValue();
            size += bytes(attribute.getKey())
                    + bytes(value.path("DataType").asText())
                    + bytes(value.path("StringValue").asText());
            if (value.has("BinaryValue")) {
                size += value.get("BinaryValue").binaryValue().length;
            }
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
