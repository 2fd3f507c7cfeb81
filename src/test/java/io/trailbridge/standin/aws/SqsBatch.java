package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A batch call to SQS (JSON protocol 1.0) from which entries are taken out and answered as failed. What the queue
 * answers for the others, their MD5 sums among it, stays as it is.
 */
final class SqsBatch {
    /** The action and the member of an entry that tells one entry from another. */
    private static final Map<String, String> TEXT = Map.of(
            "SendMessageBatch",
            "MessageBody",
            "DeleteMessageBatch",
            "ReceiptHandle",
            "ChangeMessageVisibilityBatch",
            "ReceiptHandle");

    private final ObjectNode request;
    private final ArrayNode failed = Json.MAPPER.createArrayNode();

    private SqsBatch(ObjectNode request) {
        this.request = request;
    }

    /** The batch with its refused entries taken out, or nothing when the call is to be forwarded as it is. */
    static Optional<SqsBatch> of(StandInServer.Call call, Faults faults) throws IOException {
        if (!TEXT.containsKey(call.action()) || !faults.refusesEntries(call.action())) {
            return Optional.empty();
        }
        var batch = new SqsBatch((ObjectNode) Json.MAPPER.readTree(call.body()));
        batch.takeOut(call.action(), faults);
        return batch.failed.isEmpty() ? Optional.empty() : Optional.of(batch);
    }

    private void takeOut(String action, Faults faults) {
        ArrayNode kept = Json.MAPPER.createArrayNode();
        for (JsonNode entry : request.withArray("Entries")) {
            Optional<EntryFailure> failure =
                    faults.nextEntry(action, entry.path(TEXT.get(action)).asText());
            if (failure.isPresent()) {
                failed.addObject()
                        .put("Id", entry.path("Id").asText())
                        .put("SenderFault", failure.get().senderFault())
                        .put("Code", failure.get().code())
                        .put("Message", failure.get().message());
            } else {
                kept.add(entry);
            }
        }
        request.set("Entries", kept);
    }

    boolean isEmpty() {
        return request.get("Entries").isEmpty();
    }

    byte[] request() {
        return bytes(request);
    }

    /** The answer when no entry is left for the queue. */
    StandInServer.Reply allFailed() {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putArray("Successful");
        answer.set("Failed", failed);
        return StandInServer.Reply.json(200, "application/x-amz-json-1.0", bytes(answer));
    }

    /** The queue's answer for the others, and the failed entries added to it. */
    StandInServer.Reply complete(StandInServer.Reply reply) throws IOException {
        if (reply.status() != 200) {
            return reply;
        }
        ObjectNode answer = (ObjectNode) Json.MAPPER.readTree(reply.body());
        ArrayNode all = Json.MAPPER.createArrayNode();
        answer.path("Failed").forEach(all::add);
        all.addAll(failed);
        answer.set("Failed", all);
        return new StandInServer.Reply(200, reply.headers(), bytes(answer));
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
