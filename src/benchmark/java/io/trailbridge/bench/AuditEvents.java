package io.trailbridge.bench;

import java.util.List;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.cloudtraildata.model.PutAuditEventsResponse;

/** The least that makes an audit event of a message, for those that map nothing: the event is wrapped, unread. */
final class AuditEvents {
    private final CloudTrailDataClient client;
    private final String channelArn;
    private final String start;

    AuditEvents(CloudTrailDataClient client, String channelArn) {
        this.client = client;
        this.channelArn = channelArn;
        start = "{\"version\":\"1.0\",\"userIdentity\":{\"type\":\"Defender\",\"principalId\":\"export\"},"
                + "\"eventSource\":\"microsoft-defender-for-cloud\",\"eventName\":\"event\","
                + "\"eventTime\":\"2026-03-27T06:31:09Z\",\"recipientAccountId\":\""
                + channelArn.split(":", -1)[4]
                + "\",\"UID\":\"";
    }

    AuditEvent wrap(String messageId, String event) {
        return AuditEvent.builder()
                .id(messageId)
                .eventData(start + messageId + "\",\"additionalEventData\":" + event + "}")
                .build();
    }

    /** @throws IllegalStateException when the channel refuses one of them */
    void put(List<AuditEvent> events) {
        PutAuditEventsResponse answer =
                client.putAuditEvents(request -> request.channelArn(channelArn).auditEvents(events));
        if (!answer.failed().isEmpty()) {
            throw new IllegalStateException("refused: " + answer.failed());
        }
    }
}
