package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
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
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof List<?> events)) {
            return List.of(entry(body));
        }
        List<LogEntry> entries = new ArrayList<>(events.size());
        for (Object event : events) {
            entries.add(entry(event));
        }
        return entries;
    }

    private LogEntry entry(Object event) {
        if (event instanceof LogEntry entry) {
            return entry;
        }
        throw new RejectedException(
                "NoLogEntry",
                "the body must be a LogEntry, or a List of them, but is "
                        + (event == null ? "null" : event.getClass().getName())
                        + ": put the step that makes them before this"
                        + " one",
                endpoint.getGroupPrefix());
    }
}
