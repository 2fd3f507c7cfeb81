package io.trailbridge.sinks.eventbridge;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.ServiceErrors;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** One call of PutEvents. Its answer has a result for each entry, in the order of the entries. */
final class PutEventsCall implements BatchCall<BusEntry> {
    private static final Outcome MISSING =
            new Outcome.Retry("MissingResult", "the answer of PutEvents has neither an id nor an error for the event");

    private final EventBridgeClient client;
    private final String busArn;
    private final Runnable check;

    /** @param check throws when the bus is not there; called before each call */
    PutEventsCall(EventBridgeClient client, String busArn, Runnable check) {
        this.client = client;
        this.busArn = busArn;
        this.check = check;
    }

    @Override
    public List<Outcome> call(List<BusEntry> entries) {
        check.run();
        List<PutEventsRequestEntry> events = entries.stream().map(this::event).toList();
        return client.putEvents(PutEventsRequest.builder().entries(events).build()).entries().stream()
                .map(PutEventsCall::outcome)
                .toList();
    }

    @Override
    public ServiceErrors errors() {
        return EventBridgeSink.ERRORS;
    }

    private PutEventsRequestEntry event(BusEntry entry) {
        return PutEventsRequestEntry.builder()
                .eventBusName(busArn)
                .source(entry.source())
                .detailType(entry.detailType())
                .time(entry.time())
                .detail(entry.detail())
                .build();
    }

    private static Outcome outcome(PutEventsResultEntry result) {
        if (result.errorCode() == null) {
            // Only an event that was accepted has an id.
            return result.eventId() == null ? MISSING : Outcome.ACCEPTED;
        }
        CallFailure meaning =
                AwsFailures.ofCode(result.errorCode(), result.errorMessage(), true, EventBridgeSink.ERRORS);
        return meaning.kind() == CallFailure.Kind.REFUSED
                ? new Outcome.Rejected(meaning.code(), meaning.message())
                : new Outcome.Retry(meaning.code(), meaning.message());
    }
}
