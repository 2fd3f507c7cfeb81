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
 * Decides which attributes of a received message become headers. Anyone who may send to a queue chooses their names.
 * Therefore no attribute sets a header of Camel, of Trailbridge, or of SQS's own data about the message (such as the
 * receipt handle, by which it is deleted). Case does not matter, as in headers. Camel's own rule decides which headers
 * become attributes. May be called by any thread.
 */
public final class AttributeFilter extends Sqs2HeaderFilterStrategy {
    private static final List<String> PREFIXES = List.of("camel", "org.apache.camel", "trailbridge", "breadcrumbid");

    /**
     * Installs the filter for all queues of the context, including those in routes that were written long ago. A queue
     * that already has a filter keeps it.
     */
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
