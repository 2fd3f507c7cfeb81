package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DataAlreadyAcceptedException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * One call of PutLogEvents, for entries of one kind and one day. An answer with HTTP 200 may still leave events out.
 *
 * <p>A missing group affects its own kind only: its entries wait, and calls for other groups continue.
 */
final class PutLogEventsCall implements BatchCall<LogEntry> {
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private final CloudWatchLogsClient client;
    private final LogStreams streams;
    private final boolean create;
    private final Absences absences;

    /**
     * @param create whether to create missing groups and streams
     * @param nanos a monotonic clock
     */
    PutLogEventsCall(CloudWatchLogsClient client, LogStreams streams, boolean create, LongSupplier nanos) {
        this.client = client;
        this.streams = streams;
        this.create = create;
        absences = new Absences(nanos);
    }

    @Override
    public List<Outcome> call(List<LogEntry> entries) {
        // The service requires chronological order. It accepts no time before 1970 and would refuse the whole call.
        List<Integer> order = IntStream.range(0, entries.size())
                .boxed()
                .filter(i -> entries.get(i).millis() >= 0)
                .sorted(Comparator.comparingLong(i -> entries.get(i).millis()))
                .toList();
        Outcome[] outcomes = new Outcome[entries.size()];
        Arrays.fill(outcomes, RejectedLogEvents.TOO_OLD);
        if (!order.isEmpty()) {
            List<Outcome> inOrder =
                    put(entries.get(0).kind(), order.stream().map(entries::get).toList());
            for (int i = 0; i < inOrder.size(); i++) {
                outcomes[order.get(i)] = inOrder.get(i);
            }
        }
        return List.of(outcomes);
    }

    private List<Outcome> put(String kind, List<LogEntry> entries) {
        Outcome.Retry absence = absences.of(kind);
        if (absence != null) {
            return Collections.nCopies(entries.size(), absence);
        }
        PutLogEventsRequest request = PutLogEventsRequest.builder()
                .logGroupName(streams.group(kind))
                .logStreamName(streams.stream())
                .logEvents(entries.stream().map(PutLogEventsCall::event).toList())
                .build();
        try {
            return put(kind, request);
        } catch (ResourceNotFoundException e) {
            return create
                    ? putIntoNewStream(kind, request)
                    : absent(
                            kind,
                            request,
                            NOT_FOUND,
                            "there is no "
                                    + named(request)
                                    + "; create both, or set trailbridge.cloudwatchlogs.create=true (option"
                                    + " create=true of the endpoint)");
        }
    }

    private static InputLogEvent event(LogEntry entry) {
        return InputLogEvent.builder()
                .timestamp(entry.millis())
                .message(entry.message())
                .build();
    }

    private List<Outcome> put(String kind, PutLogEventsRequest request) {
        List<Outcome> outcomes;
        try {
            outcomes = RejectedLogEvents.outcomes(
                    request.logEvents().size(), client.putLogEvents(request).rejectedLogEventsInfo());
        } catch (DataAlreadyAcceptedException e) {
            // This exception dates from the time of sequence tokens; the service reports that it already has these
            // events.
            outcomes = Collections.nCopies(request.logEvents().size(), Outcome.ACCEPTED);
        }
        absences.over(kind);
        return outcomes;
    }

    private List<Outcome> putIntoNewStream(String kind, PutLogEventsRequest request) {
        try {
            streams.create(kind);
        } catch (CloudWatchLogsException e) {
            CallFailure failure = AwsFailures.classify(e);
            if (failure.kind() == CallFailure.Kind.THROTTLED) {
                throw e;
            }
            return absent(
                    kind,
                    request,
                    failure.code(),
                    "there is no " + named(request) + ", and creating it failed: " + failure.message());
        }
        try {
            return put(kind, request);
        } catch (ResourceNotFoundException e) {
            return absent(kind, request, NOT_FOUND, named(request) + " was created and is not found yet");
        }
    }

    private List<Outcome> absent(String kind, PutLogEventsRequest request, String code, String message) {
        Outcome.Retry reason = new Outcome.Retry(code, message);
        absences.found(kind, reason);
        return Collections.nCopies(request.logEvents().size(), reason);
    }

    private static String named(PutLogEventsRequest request) {
        return "log group " + request.logGroupName() + " with a stream " + request.logStreamName();
    }
}
