package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** Creates findings from an exchange's body: one from a string, several from a list. */
final class SecurityHubProducer extends BatchProducer<Finding> {
    private final SecurityHubEndpoint endpoint;
    private final FindingReader reader;

    SecurityHubProducer(SecurityHubEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        reader = new FindingReader(ProductArn.parse(endpoint.getProductArn()));
    }

    @Override
    protected List<Finding> entries(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof List<?> findings)) {
            return List.of(finding(exchange, body));
        }
        List<Finding> entries = new ArrayList<>(findings.size());
        for (Object finding : findings) {
            entries.add(finding(exchange, finding));
        }
        return entries;
    }

    private Finding finding(Exchange exchange, Object finding) {
        String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, finding);
        if (text == null || text.isEmpty()) {
            throw new RejectedException(
                    "NoFinding",
                    "the body must be a finding as a JSON string, or a List of them," + " but is "
                            + (finding == null ? "null" : finding.getClass().getName()),
                    endpoint.getProductArn());
        }
        return reader.read(text);
    }

    @Override
    protected void submit(Batcher<Finding> batcher, Finding finding, Settlement settlement)
            throws InterruptedException {
        endpoint.order().submit(finding, settlement);
    }
}
