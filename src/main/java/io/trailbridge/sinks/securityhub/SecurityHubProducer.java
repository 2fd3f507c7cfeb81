package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.camel.BatchProducer;
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
        return parts(exchange).stream()
                .map(finding -> finding(exchange, finding))
                .toList();
    }

    private Finding finding(Exchange exchange, Object finding) {
        String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, finding);
        if (text == null || text.isEmpty()) {
            throw new RejectedException(
                    "NoFinding", unexpected("a finding as a JSON string", finding), endpoint.getProductArn());
        }
        return reader.read(text);
    }

    @Override
    protected void submit(Batcher<Finding> batcher, Finding finding, Settlement settlement)
            throws InterruptedException {
        endpoint.order().submit(finding, settlement);
    }
}
