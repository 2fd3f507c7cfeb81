package io.trailbridge.sqs;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.batch.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** Reads the result of each entry from the answer of a batch call of SQS. An entry's id is its index in the call. */
final class EntryResults {
    private EntryResults() {}

    /**
     * Returns the outcome of each entry; an entry that the answer does not name is retried.
     *
     * @param call the call's name, for messages
     * @param size how many entries the call had
     * @param succeeded the ids of the entries that the answer calls successful
     */
    static List<Outcome> of(String call, int size, Stream<String> succeeded, List<BatchResultErrorEntry> failed) {
        Outcome[] outcomes = new Outcome[size];
        Arrays.fill(outcomes, new Outcome.Retry("MissingResult", "the answer of " + call + " does not name the entry"));
        succeeded.forEach(id -> outcomes[Integer.parseInt(id)] = Outcome.ACCEPTED);
        failed.forEach(entry -> outcomes[Integer.parseInt(entry.id())] = failed(entry));
        return List.of(outcomes);
    }

    /**
     * Returns the outcome of a failed entry. A sender fault is permanent, unless its code means a failure that is
     * transient or affects all entries alike.
     */
    private static Outcome failed(BatchResultErrorEntry entry) {
        Kind kind = AwsFailures.ofCode(entry.code(), entry.message(), Boolean.TRUE.equals(entry.senderFault()))
                .kind();
        return kind == Kind.REFUSED
                ? new Outcome.Rejected(entry.code(), entry.message())
                : new Outcome.Retry(entry.code(), entry.message());
    }
}
