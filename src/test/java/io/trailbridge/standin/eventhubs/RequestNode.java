package io.trailbridge.standin.eventhubs;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/**
 * A node that answers requests: the client attaches a sender for requests and a receiver whose target address it names
 * as reply-to. The answer repeats the request's message id as correlation id. Used on the loop only.
 */
abstract class RequestNode extends BaseHandler {

    private static final int CREDIT = 100;

    private final EventLoop loop;
    private final Faults faults;
    private long nextTag;

    RequestNode(EventLoop loop, Faults faults) {
        this.loop = loop;
        this.faults = faults;
    }

    /** The answer's status and body, or a refusal by {@link #refused}. */
    abstract Answer answer(Peer peer, Map<String, Object> properties, Object body);

    /** What a node answers; body may be null. */
    record Answer(int status, String description, String condition, Object body) {}

    static Answer refused(Refusal refusal) {
        return new Answer(refusal.status(), refusal.description(), refusal.condition(), null);
    }

    void attach(Peer peer, Link link) {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        BaseHandler.setHandler(link, this);
        link.open();
        if (link instanceof Receiver receiver) {
            receiver.flow(CREDIT);
        } else if (link.getRemoteTarget() != null) {
            peer.replyLink(link.getRemoteTarget().getAddress(), (Sender) link);
        }
    }

    @Override
    public void onDelivery(Event event) {
        Delivery delivery = event.getDelivery();
        if (!(delivery.getLink() instanceof Receiver receiver)) {
            if (delivery.remotelySettled()) {
                delivery.settle();
            }
            return;
        }
        if (!delivery.isReadable() || delivery.isPartial()) {
            return;
        }
        byte[] bytes = new byte[delivery.pending()];
        receiver.recv(bytes, 0, bytes.length);
        receiver.advance();
        delivery.disposition(Accepted.getInstance());
        delivery.settle();
        receiver.flow(1);

        Message request = Proton.message();
        request.decode(bytes, 0, bytes.length);
        Peer peer = (Peer) receiver.getSession().getConnection().getContext();
        loop.after(faults.delay(), () -> reply(peer, request));
    }

    @Override
    public void onLinkRemoteClose(Event event) {
        Peer peer = (Peer) event.getConnection().getContext();
        peer.ended(event.getLink());
    }

    @Override
    public void onLinkRemoteDetach(Event event) {
        onLinkRemoteClose(event);
    }

    private void reply(Peer peer, Message request) {
        Sender sender = peer.replyLink(request.getReplyTo());
        if (sender == null || sender.getLocalState() != EndpointState.ACTIVE) {
            return;
        }
        ApplicationProperties properties = request.getApplicationProperties();
        Object body = request.getBody() instanceof AmqpValue value ? value.getValue() : null;
        Answer answer = answer(peer, properties == null ? Map.of() : properties.getValue(), body);

        Map<String, Object> status = new HashMap<>();
        status.put("status-code", answer.status());
        status.put("status-description", answer.description());
        if (answer.condition() != null) {
            status.put("error-condition", answer.condition());
        }
        Message message = Proton.message();
        message.setCorrelationId(request.getMessageId());
        message.setApplicationProperties(new ApplicationProperties(status));
        message.setBody(new AmqpValue(answer.body()));
        byte[] encoded = new byte[64 * 1024];
        int length = message.encode(encoded, 0, encoded.length);

        Delivery delivery = sender.delivery(
                ByteBuffer.allocate(Long.BYTES).putLong(nextTag++).array());
        sender.send(encoded, 0, length);
        sender.advance();
        delivery.settle();
    }
}
