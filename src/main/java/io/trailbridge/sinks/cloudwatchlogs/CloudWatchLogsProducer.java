package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.batch.camel.BatchProducer;
import java.util.List;
import org.apache.camel.Exchange;

/** Takes log entries from an exchange's body: a single one, or several from a list. */
final class CloudWatchLogsProducer extends BatchProducer<LogEntry> {
    private final CloudWatchLogsEndpoint endpoint;

    CloudWatchLogsProducer(CloudWatchLogsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected List<LogEntry> entries(Exchange exchange) {
        return made(exchange, LogEntry.class, endpoint.getGroupPrefix());
    }
}
