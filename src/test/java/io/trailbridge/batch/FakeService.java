package io.trailbridge.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A service in memory that plays each entry's script and checks that every call keeps to the limits. */
final class FakeService implements BatchCall<FakeService.Entry> {
    /** What the service has against an entry. */
    enum Flaw {
        NONE,
        /** Refused by its own result. */
        REFUSED,
        /** Makes the service refuse the whole call. */
        POISON,
        /** Makes the service fail on the whole call, for some tries. */
        CRASHES
    }

    /** An entry and what befalls it: so many retries asked for before its flaw decides. */
    record Entry(int number, long bytes, String key, Flaw flaw, int retries) {}

    private final BatchLimits limits;
    private final Map<Entry, Integer> tries = new HashMap<>();
    final List<List<Entry>> calls = new ArrayList<>();
    final Set<Entry> accepted = new HashSet<>();
    /** What no batcher may do. Noted, not thrown: a batcher takes what a call throws for the service's failure. */
    final List<String> violations = new ArrayList<>();
    /** Entries are dealt to so many lanes in turn. */
    int lanes = 1;

    int failNextCalls;
    RuntimeException failure = SdkClientException.create("connection reset");

    FakeService(BatchLimits limits) {
        this.limits = limits;
    }

    static AwsServiceException error(int status, String code) {
        return AwsServiceException.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("as scripted")
                        .build())
                .build();
    }

    @Override
    public List<Outcome> call(List<Entry> entries) {
        calls.add(entries);
        check(entries);
        if (failNextCalls > 0) {
            failNextCalls--;
            throw failure;
        }
        if (entries.stream().anyMatch(entry -> entry.flaw() == Flaw.CRASHES && tried(entry) <= entry.retries())) {
            throw error(500, "InternalFailure");
        }
        if (entries.stream().anyMatch(entry -> entry.flaw() == Flaw.POISON)) {
            throw error(400, "InvalidParameterValue");
        }
        return entries.stream().map(this::outcome).toList();
    }

    private int tried(Entry entry) {
        return tries.merge(entry, 1, Integer::sum);
    }

    private Outcome outcome(Entry entry) {
        if (entry.flaw() != Flaw.CRASHES && tried(entry) <= entry.retries()) {
            return new Outcome.Retry("Throttling", "as scripted");
        }
        if (entry.flaw() == Flaw.REFUSED) {
            return new Outcome.Rejected("Refused-" + entry.number(), "as scripted");
        }
        if (!accepted.add(entry)) {
            violations.add("sent again after it was accepted: " + entry);
        }
        return Outcome.ACCEPTED;
    }

    int lane(Entry entry) {
        return entry.number() % lanes;
    }

    private void check(List<Entry> entries) {
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        List<String> keys =
                entries.stream().map(Entry::key).filter(key -> key != null).toList();
        if (entries.isEmpty()
                || entries.size() > limits.maxEntries()
                || bytes > limits.maxBytes()
                || new HashSet<>(keys).size() < keys.size()
                || entries.stream().mapToInt(this::lane).distinct().count() > 1) {
            violations.add("a call beyond its limits: " + entries);
        }
    }
}
