package io.trailbridge.sqs;

import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Decides which attributes of a message that was received become headers. Whoever may send to a queue chooses their
 * names; a header of Camel's, of Trailbridge's own, or of what SQS itself says of the message (such as the receipt
 * handle, by which it is deleted) comes from none of them. Case does not matter, as in headers. Headers that become
 * attributes are chosen by Camel's own rule. Any thread.
 */
public final class AttributeFilter extends Sqs2HeaderFilterStrategy {
    private static final List<String> PREFIXES = List.of("camel", "org.apache.camel", "trailbridge", "breadcrumbid");

    /** Filters for all queues of the context, whatever their routes name: those too that were edited long ago. */
    public static void install(CamelContext context) {
        AttributeFilter filter = new AttributeFilter();
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof Sqs2Endpoint queue && isStock(queue.getHeaderFilterStrategy())) {
                queue.setHeaderFilterStrategy(filter);
            }
            return endpoint;
        });
    }

    private static boolean isStock(HeaderFilterStrategy strategy) {
        return strategy == null || strategy.getClass() == Sqs2HeaderFilterStrategy.class;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PREFIXES.stream().anyMatch(lower::startsWith)
                || MessageSystemAttributeName.knownValues().stream()
                        .anyMatch(known -> known.toString().equalsIgnoreCase(name));
    }
}
