package io.trailbridge.sinks.securitylake;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** Creates rows from an exchange's body: one from a string, several from a list. */
final class SecurityLakeProducer extends BatchProducer<LakeRow> {
    private final SecurityLakeEndpoint endpoint;

    SecurityLakeProducer(SecurityLakeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected List<LakeRow> entries(Exchange exchange) {
        List<LakeRow> rows = new ArrayList<>();
        for (Object event : parts(exchange)) {
            LakeRow row = row(exchange, event);
            if (row.refusal() != null || endpoint.takes(row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private LakeRow row(Exchange exchange, Object event) {
        String json = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, event);
        return json == null || json.isEmpty()
                ? endpoint.rows().refused("NoEvent", unexpected("an OCSF event as a JSON string", event))
                : endpoint.rows().row(json);
    }

    @Override
    protected RejectedException refusal(LakeRow row) {
        return row.refusal();
    }
}
