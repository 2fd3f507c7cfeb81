package io.trailbridge.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.EventHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.OversizeEventException;
import io.trailbridge.flowlogs.FlowLogReads;
import io.trailbridge.pipeline.Classify;
import io.trailbridge.pipeline.OpenEnvelope;
import io.trailbridge.pipeline.ParkUnmapped;
import io.trailbridge.pipeline.SealEnvelope;
import io.trailbridge.runtime.SinkSteps;
import io.trailbridge.sinks.cloudwatchlogs.LogEntry;
import io.trailbridge.sinks.securityhub.FindingCheck;
import io.trailbridge.sinks.securitylake.LakeCheck;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.asff.AsffForm;
import io.trailbridge.transform.cloudtrail.EventDataForm;
import io.trailbridge.transform.json.JsonSize;
import java.time.Clock;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/**
 * An event, or a message of a sink's queue, by the steps of the routes: classified and sealed, opened again, then made
 * into what each sink takes, each result held against what its taker asks. Where the event is a notice of a blob, it
 * is read as one.
 */
final class EventTarget implements Target {
    /** Where the step keeps what it could not map, for the one after the sink. */
    private static final String UNMAPPED = "TrailbridgeUnmapped";

    private static final Set<String> WITHOUT_FORM =
            Set.of(EventKind.UNRECOGNISED.id(), EventKind.BLOB_CREATED.id(), EventKind.MALWARE_SCAN.id());

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Processor classify = new Classify(true);
    private final Processor seal = new SealEnvelope("fuzz", Clock.systemUTC(), () -> Limits.QUEUE);
    private final Processor open = new OpenEnvelope();
    private final Processor park = new ParkUnmapped();
    private final List<Sink> sinks;

    /** @param fault why a result cannot be taken, null when it can */
    private record Sink(String name, Processor step, int limit, Function<String, String> fault) {}

    EventTarget() {
        SinkSteps steps = new SinkSteps();
        LakeCheck older = new LakeCheck("1.3.0");
        LakeCheck newer = new LakeCheck("1.7.0");
        FindingCheck finding = new FindingCheck(SinkSteps.PRODUCT);
        sinks = List.of(
                new Sink(
                        "cloudtrail",
                        steps.step("toCloudTrail"),
                        Limits.CLOUDTRAIL,
                        json -> first(EventDataForm.faults(json))),
                new Sink("asff", steps.step("toSecurityHub"), Limits.FINDING, json -> {
                    String refusal = finding.refusal(json);
                    return refusal == null ? first(AsffForm.faults(json, false)) : refusal;
                }),
                new Sink("ocsf 1.3.0", steps.step("toSecurityLake"), Limits.ROW, older::refusal),
                new Sink("ocsf 1.7.0", steps.step("toCloudWatchLogs"), Limits.LOG_EVENT, newer::refusal));
    }

    @Override
    public void take(Input input, Trial trial) {
        if (input.kind() == Input.Kind.EVENT) {
            event(input, trial);
        } else {
            Exchange exchange = exchange(new String(input.bytes(), UTF_8));
            if (input.kind() == Input.Kind.COMPRESSED_MESSAGE) {
                exchange.getMessage().setHeader(EnvelopeHeaders.CONTENT_ENCODING, EnvelopeHeaders.GZIP_BASE64);
            }
            opened(exchange, InvalidEnvelopeException.class, trial);
        }
    }

    private void event(Input input, Trial trial) {
        Exchange exchange = exchange(input.bytes());
        exchange.getMessage().setHeader(EventHeaders.EVENT_HUB, "defender-export");
        exchange.getMessage().setHeader(EventHeaders.CONSUMER_GROUP, "$Default");
        exchange.getMessage().setHeader(EventHeaders.OFFSET_STRING, "67890");
        exchange.getMessage().setHeader(EventHubsConstants.PARTITION_ID, "3");
        exchange.getMessage().setHeader(EventHubsConstants.SEQUENCE_NUMBER, 90_211L);
        exchange.getMessage().setHeader(EventHubsConstants.ENQUEUED_TIME, Instant.parse("2026-05-05T10:00:00.123Z"));
        String text = trial.step("hub", OversizeEventException.class::isInstance, () -> {
            classify.process(exchange);
            seal.process(exchange);
            return exchange.getMessage().getBody(String.class);
        });
        if (text == null) {
            return;
        }
        trial.invalid("hub", Utf8.queueFault(text));
        trial.result("hub", Utf8.bytes(text), input.bytes().length, Limits.SEALED);
        opened(exchange, null, trial);
    }

    /** @param refusal the exception that may refuse the message; null for a message of this project */
    private void opened(Exchange exchange, Class<? extends Exception> refusal, Trial trial) {
        Envelope envelope = trial.step("open", thrown -> refusal != null && refusal.isInstance(thrown), () -> {
            open.process(exchange);
            return exchange.getMessage().getBody(Envelope.class);
        });
        if (envelope == null) {
            return;
        }
        String kind = exchange.getMessage().getHeader(EnvelopeHeaders.EVENT_KIND, String.class);
        List<JsonNode> events = Classifier.unwrap(envelope.event());
        sinks.forEach(sink -> {
            Exchange message = exchange(envelope);
            message.getMessage().setHeader(EnvelopeHeaders.EVENT_KIND, kind);
            mapped(sink, message, envelope, events, refusal, trial);
        });
        for (JsonNode event : events) {
            if (Classifier.classify(event) == EventKind.BLOB_CREATED) {
                trial.step("notice", RejectedException.class::isInstance, () -> FlowLogReads.notice(event));
            }
        }
    }

    private void mapped(
            Sink sink,
            Exchange exchange,
            Envelope envelope,
            List<JsonNode> events,
            Class<? extends Exception> refusal,
            Trial trial) {
        List<?> entries = trial.step(sink.name, thrown -> refusal != null && refusal.isInstance(thrown), () -> {
            sink.step.process(exchange);
            return exchange.getMessage().getBody(List.class);
        });
        if (entries == null) {
            return;
        }
        List<?> failed = exchange.getProperty(UNMAPPED, List.of(), List.class);
        for (Object event : failed) {
            MappingException failure = ((MappedEvent) event).failure();
            // What a mapping is not meant to do is caught as well, so that it concerns one event only.
            if (failure.getCause() != null) {
                trial.escaped(sink.name, failure.getCause());
            }
        }
        trial.step("park", MappingException.class::isInstance, () -> {
            park.process(exchange);
            return null;
        });
        BitSet unmapped = new BitSet();
        failed.forEach(event -> unmapped.set(((MappedEvent) event).index()));
        boolean alone = events.size() > 1 && entries.size() + failed.size() == events.size();
        long whole = Utf8.bytes(envelope.text());
        long beside = whole - JsonSize.of(envelope.event());
        int index = -1;
        long all = 0;
        for (int i = 0; i < entries.size(); i++) {
            index = unmapped.nextClearBit(index + 1);
            String text = entries.get(i) instanceof LogEntry entry ? entry.message() : (String) entries.get(i);
            long own = alone ? JsonSize.of(events.get(index)) + beside : whole;
            trial.invalid(sink.name, Utf8.fault(text));
            long bytes = Utf8.bytes(text);
            all += bytes;
            if (!isEnvelope(entries.get(i))) {
                trial.invalid(sink.name, sink.fault.apply(text));
            } else if (bytes > sink.limit) {
                // An event as large as a log event may be, and its frame: the sink refuses it, and it is parked.
                trial.refused(sink.name);
                continue;
            }
            trial.result(sink.name, bytes, own, sink.limit);
        }
        trial.result(sink.name + ", all", all, whole, Long.MAX_VALUE);
    }

    /** What OCSF has no form for comes as it is. */
    private static boolean isEnvelope(Object entry) {
        return entry instanceof LogEntry log && WITHOUT_FORM.contains(log.kind());
    }

    private static String first(List<String> faults) {
        return faults.isEmpty() ? null : faults.get(0);
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
