package io.trailbridge.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The rule by which SQS moves messages by itself.
 *
 * @param deadLetterArn the queue that they are moved to; empty when the policy does not name one
 * @param maxReceiveCount after how many receives; 0 when SQS moves nothing
 */
record RedrivePolicy(String deadLetterArn, int maxReceiveCount) {
    static final RedrivePolicy NONE = new RedrivePolicy("", 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param text the queue's attribute; null when the queue has none */
    static RedrivePolicy parse(String text) throws JsonProcessingException {
        if (text == null) {
            return NONE;
        }
        JsonNode policy = JSON.readTree(text);
        return new RedrivePolicy(
                policy.path("deadLetterTargetArn").asText(),
                policy.path("maxReceiveCount").asInt());
    }
}
