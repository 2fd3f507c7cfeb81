package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.RejectedException;

/** What Security Hub's sink reports about a finding, for tests elsewhere. Thread-safe. */
public final class FindingCheck {
    private final FindingReader reader;

    public FindingCheck(String productArn) {
        reader = new FindingReader(ProductArn.parse(productArn));
    }

    /** Why the finding cannot be sent; null when it can. */
    public String refusal(String json) {
        try {
            reader.read(json);
            return null;
        } catch (RejectedException refused) {
            return refused.getMessage();
        }
    }
}
