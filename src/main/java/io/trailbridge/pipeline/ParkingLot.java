package io.trailbridge.pipeline;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.envelope.DeadLetterHeaders;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.OversizeEventException;
import io.trailbridge.envelope.QueueText;
import io.trailbridge.fault.OneLine;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.transform.EventKind;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a failed event for the dead-letter queues: the original body, the reason as message attributes, and, in the
 * exchange property {@value #SINKS}, the sinks whose dead-letter queues receive it.
 *
 * <p>An event from the Event Hub is parked in its envelope, in the form that it would have in the queue itself, so that
 * a redrive from the dead-letter queue delivers it. It goes to the dead-letter queues of the sinks that rejected it,
 * or, if it failed before reaching a queue, of all sinks that take its kind. Parking depends on no step that may have
 * failed: an event that cannot be put into its envelope is parked in the next simpler form, as a last resort as a
 * notice of its position. An event that fits no message is also parked as such a notice. A queue message is parked as
 * it was received.
 *
 * <p>Stateless and thread-safe.
 */
public final class ParkingLot implements Processor {
    static final String SINKS = "TrailbridgeParkedFor";

    private static final Logger LOG = LoggerFactory.getLogger(ParkingLot.class);

    private final SinkQueues queues;
    private final Function<String, List<String>> takers;
    private final List<Processor> forms;
    private final Clock clock;

    /**
     * @param queues the queues of the sinks
     * @param takers returns, for a kind, the sinks that receive an event from the hub
     * @param forms create a queue message from an event, best form first: when one fails, the next one is tried
     * @param clock the source of {@code FailedAt}
     */
    public ParkingLot(SinkQueues queues, Function<String, List<String>> takers, List<Processor> forms, Clock clock) {
        this.queues = queues;
        this.takers = takers;
        this.forms = List.copyOf(forms);
        this.clock = clock;
    }

    /** Returns whether the exchange comes from a source whose dead-letter queue is known. */
    boolean takes(Exchange exchange) {
        return isFromHub(exchange) || sinkOf(exchange) != null;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Throwable failure = FailureHandling.failure(exchange);
        String sinks;
        String id;
        String receiveCount;
        if (isFromHub(exchange)) {
            seal(exchange);
            sinks = sinks(failure, exchange.getMessage().getHeader(EnvelopeHeaders.EVENT_KIND, String.class));
            id = exchange.getMessage().getHeader(EnvelopeHeaders.CORRELATION_ID, String.class);
            receiveCount = "0";
        } else {
            describe(exchange.getMessage());
            sinks = sinkOf(exchange);
            id = exchange.getMessage().getHeader(Sqs2Constants.MESSAGE_ID, String.class);
            receiveCount = exchange.getMessage().getHeader("ApproximateReceiveCount", "1", String.class);
        }
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class);
        String type = type(failure);
        String reason = attributeText(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        exchange.setProperty(SINKS, sinks);
        Message message = exchange.getMessage();
        message.setHeader(DeadLetterHeaders.FAILURE_REASON, reason);
        message.setHeader(DeadLetterHeaders.FAILURE_TYPE, type);
        message.setHeader(DeadLetterHeaders.FAILED_ROUTE, route);
        message.setHeader(DeadLetterHeaders.FAILED_AT, clock.instant().toString());
        message.setHeader(DeadLetterHeaders.ORIGINAL_MESSAGE_ID, id);
        message.setHeader(DeadLetterHeaders.RECEIVE_COUNT, receiveCount);
        LOG.warn(
                "parking route={} message=\"{}\" sinks={} type=\"{}\" reason=\"{}\"",
                route,
                OneLine.of(String.valueOf(id)),
                sinks,
                OneLine.of(type),
                OneLine.of(reason));
    }

    private void seal(Exchange exchange) {
        Message message = exchange.getMessage();
        Object event = message.getBody();
        message.setHeader(EnvelopeHeaders.EVENT_KIND, EventKind.UNRECOGNISED.id());
        IllegalStateException formless = new IllegalStateException("the event cannot be dead-lettered in any form");
        for (Processor form : forms) {
            message.setBody(event);
            message.removeHeader(EnvelopeHeaders.CONTENT_ENCODING);
            try {
                form.process(exchange);
                return;
            } catch (OversizeEventException oversize) {
                message.setBody(oversize.notice());
                message.removeHeader(EnvelopeHeaders.CONTENT_ENCODING);
                return;
            } catch (Exception | StackOverflowError failed) {
                LOG.debug("parking in a simpler form", failed);
                formless.addSuppressed(failed);
            }
        }
        throw formless;
    }

    /** Sets the headers of the event's position if the message has none: it has shared a queue message. */
    private static void describe(Message message) {
        String body = message.getBody(String.class);
        if (body == null
                || message.getHeader(EnvelopeHeaders.SEQUENCE_NUMBER) != null
                || message.getHeader(EnvelopeHeaders.CONTENT_ENCODING) != null) {
            return;
        }
        try {
            OpenEnvelope.setMissing(message, Envelope.parse(body));
        } catch (InvalidEnvelopeException noEnvelope) {
            LOG.debug("the dead letter is no envelope and has no position", noEnvelope);
        }
    }

    private String sinks(Throwable failure, String kind) {
        String rejecting = RejectedException.in(failure).stream()
                .map(RejectedException::target)
                .filter(names()::contains)
                .distinct()
                .collect(Collectors.joining(","));
        return rejecting.isEmpty() ? String.join(",", takers.apply(kind)) : rejecting;
    }

    private static boolean isFromHub(Exchange exchange) {
        return exchange.getFromEndpoint() != null
                && exchange.getFromEndpoint().getEndpointUri().startsWith("azure-eventhubs:");
    }

    private String sinkOf(Exchange exchange) {
        if (!(exchange.getFromEndpoint() instanceof Sqs2Endpoint endpoint)) {
            return null;
        }
        return queues.all().stream()
                .filter(queue -> queue.url().equals(endpoint.getConfiguration().getQueueUrl()))
                .map(SinkQueue::name)
                .findFirst()
                .orElse(null);
    }

    private List<String> names() {
        return queues.all().stream().map(SinkQueue::name).toList();
    }

    private static String type(Throwable failure) {
        List<RejectedException> rejections = RejectedException.in(failure);
        return rejections.isEmpty()
                ? failure.getClass().getSimpleName()
                : rejections.get(0).code();
    }

    /**
     * Returns the text in the form that a message attribute accepts: XML characters, and here at most
     * {@value DeadLetterHeaders#MAX_REASON} of them.
     */
    private static String attributeText(String text) {
        String allowed = QueueText.replaceRefused(text, ' ').replace('\r', ' ');
        int characters = allowed.codePointCount(0, allowed.length());
        String clean = characters <= DeadLetterHeaders.MAX_REASON
                ? allowed
                : allowed.substring(0, allowed.offsetByCodePoints(0, DeadLetterHeaders.MAX_REASON));
        return clean.isBlank() ? "no reason given" : clean;
    }
}
