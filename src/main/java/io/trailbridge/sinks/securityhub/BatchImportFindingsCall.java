package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.ServiceErrors;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsRequest;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.ImportFindingsError;

/** One call of BatchImportFindings. An answer with HTTP 200 may still contain failures, each with the finding's Id. */
final class BatchImportFindingsCall implements BatchCall<Finding> {
    private static final Outcome MISSING = new Outcome.Retry(
            "MissingResult", "the answer of BatchImportFindings counts a failure that it does not name");

    private final SecurityHubClient client;
    private final RateLimiter limiter;

    BatchImportFindingsCall(SecurityHubClient client, RateLimiter limiter) {
        this.client = client;
        this.limiter = limiter;
    }

    @Override
    public List<Outcome> call(List<Finding> findings) throws InterruptedException {
        limiter.await();
        BatchImportFindingsResponse response = client.batchImportFindings(BatchImportFindingsRequest.builder()
                .findings(findings.stream().map(Finding::model).toList())
                .build());
        Map<String, Outcome> failed = new HashMap<>();
        response.failedFindings().forEach(error -> failed.put(error.id(), failure(error)));
        long ours = findings.stream()
                .filter(finding -> failed.containsKey(finding.id()))
                .count();
        int counted = response.failedCount() == null ? 0 : response.failedCount();
        // The answer names only failures. If it has more failures than can be assigned to findings of this call, all
        // other findings may have failed. Retrying them is safe: importing a state twice leaves the same state.
        Outcome unnamed = Math.max(counted, failed.size()) > ours ? MISSING : Outcome.ACCEPTED;
        return findings.stream()
                .map(finding -> failed.getOrDefault(finding.id(), unnamed))
                .toList();
    }

    @Override
    public ServiceErrors errors() {
        return SecurityHubSink.ERRORS;
    }

    /**
     * Returns the outcome of a failed finding. Its code is the name of the exception without the last word:
     * InvalidInput, InvalidAccess.
     */
    private static Outcome failure(ImportFindingsError error) {
        CallFailure meaning = AwsFailures.ofCode(error.errorCode(), error.errorMessage(), true, SecurityHubSink.ERRORS);
        return meaning.kind() == CallFailure.Kind.REFUSED
                ? new Outcome.Rejected(meaning.code(), meaning.message())
                : new Outcome.Retry(meaning.code(), meaning.message());
    }
}
