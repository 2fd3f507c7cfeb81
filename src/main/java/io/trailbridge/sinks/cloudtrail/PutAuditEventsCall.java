package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.aws.ServiceErrors;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.cloudtraildata.model.PutAuditEventsRequest;
import software.amazon.awssdk.services.cloudtraildata.model.PutAuditEventsResponse;
import software.amazon.awssdk.services.cloudtraildata.model.ResultErrorEntry;

/** One call of PutAuditEvents. An answer with HTTP 200 may still contain failures, each with the event's id. */
final class PutAuditEventsCall implements BatchCall<AuditEntry> {
    /** The only transient error codes of a single event: after these, the same event can succeed. */
    private static final Set<String> TRANSIENT = Set.of("Throttling", "InternalFailure");

    private static final Outcome MISSING =
            new Outcome.Retry("MissingResult", "the answer of PutAuditEvents does not name the event");

    private final CloudTrailDataClient client;
    private final String channelArn;
    private final String externalId;

    /** @param externalId may be null */
    PutAuditEventsCall(CloudTrailDataClient client, String channelArn, String externalId) {
        this.client = client;
        this.channelArn = channelArn;
        this.externalId = externalId;
    }

    @Override
    public List<Outcome> call(List<AuditEntry> entries) {
        List<AuditEvent> events = entries.stream()
                .map(entry -> AuditEvent.builder()
                        .id(entry.id())
                        .eventData(entry.eventData())
                        .eventDataChecksum(entry.checksum())
                        .build())
                .toList();
        PutAuditEventsResponse response = client.putAuditEvents(PutAuditEventsRequest.builder()
                .channelArn(channelArn)
                .externalId(externalId)
                .auditEvents(events)
                .build());
        Map<String, Outcome> byId = new HashMap<>();
        response.successful().forEach(entry -> byId.put(entry.id(), Outcome.ACCEPTED));
        response.failed().forEach(entry -> byId.put(entry.id(), failed(entry)));
        return entries.stream()
                .map(entry -> byId.getOrDefault(entry.id(), MISSING))
                .toList();
    }

    @Override
    public ServiceErrors errors() {
        return CloudTrailSink.ERRORS;
    }

    private static Outcome failed(ResultErrorEntry entry) {
        return TRANSIENT.contains(entry.errorCode())
                ? new Outcome.Retry(entry.errorCode(), entry.errorMessage())
                : new Outcome.Rejected(entry.errorCode(), entry.errorMessage());
    }
}
