package io.trailbridge.standin.eventhubs;

import java.util.List;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/**
 * A client's sender to a hub or to one of its partitions. A transfer is appended whole to one partition and then
 * accepted, so a connection that breaks in between leaves an event that its sender will send again.
 */
final class ProducerLink extends BaseHandler implements ClientLink {

    static final int MAX_MESSAGE_BYTES = 1024 * 1024;
    private static final int CREDIT = 1000;

    private final EventLoop loop;
    private final Faults faults;
    private final Hub hub;
    private final PartitionLog only;
    private final Peer peer;
    private final Receiver receiver;
    private final MessageSections sections = new MessageSections();
    private boolean over;

    /** Without a partition (null) the hub chooses: by partition key, else each transfer the next one. */
    ProducerLink(EventLoop loop, Faults faults, Hub hub, PartitionLog only, Peer peer, Receiver receiver) {
        this.loop = loop;
        this.faults = faults;
        this.hub = hub;
        this.only = only;
        this.peer = peer;
        this.receiver = receiver;
    }

    void open() {
        receiver.setSource(receiver.getRemoteSource());
        receiver.setTarget(receiver.getRemoteTarget());
        receiver.setSenderSettleMode(receiver.getRemoteSenderSettleMode());
        receiver.setReceiverSettleMode(receiver.getRemoteReceiverSettleMode());
        receiver.setMaxMessageSize(UnsignedLong.valueOf(MAX_MESSAGE_BYTES));
        BaseHandler.setHandler(receiver, this);
        receiver.open();
        receiver.flow(CREDIT);
        peer.attached(this);
    }

    @Override
    public void onDelivery(Event event) {
        Delivery delivery = event.getDelivery();
        if (over || delivery != receiver.current()) {
            return;
        }
        if (delivery.isAborted()) {
            receiver.advance();
            delivery.settle();
            return;
        }
        if (delivery.pending() > MAX_MESSAGE_BYTES) {
            detach(new Refusal(
                    "amqp:link:message-size-exceeded",
                    413,
                    "The received message (" + delivery.pending() + " bytes so far) exceeds the limit ("
                            + MAX_MESSAGE_BYTES + " bytes)."));
            return;
        }
        if (!delivery.isReadable() || delivery.isPartial()) {
            return;
        }
        byte[] transfer = new byte[delivery.pending()];
        receiver.recv(transfer, 0, transfer.length);
        receiver.advance();
        if (receiver.getCredit() < CREDIT / 2) {
            receiver.flow(CREDIT - receiver.getCredit());
        }
        Outcome outcome = take(transfer, delivery.getMessageFormat());
        loop.after(faults.delay(), () -> settle(delivery, outcome));
    }

    @Override
    public void onLinkRemoteClose(Event event) {
        peer.ended(event.getLink());
    }

    @Override
    public void onLinkRemoteDetach(Event event) {
        peer.ended(event.getLink());
    }

    @Override
    public Link link() {
        return receiver;
    }

    @Override
    public void ended() {
        over = true;
    }

    private void settle(Delivery delivery, Outcome outcome) {
        if (!over) {
            delivery.disposition((DeliveryState) outcome);
            delivery.settle();
        }
    }

    private Outcome take(byte[] transfer, int format) {
        if (faults.takeBusy()) {
            return rejected(Refusal.serverBusy());
        }
        try {
            List<StoredMessage> messages = sections.messages(transfer, format);
            PartitionLog partition = partition(transfer);
            messages.forEach(partition::append);
            return Accepted.getInstance();
        } catch (RuntimeException e) {
            return rejected(new Refusal("amqp:decode-error", 400, "The message cannot be read: " + e.getMessage()));
        }
    }

    private PartitionLog partition(byte[] transfer) {
        if (only != null) {
            return only;
        }
        Object key = sections.annotations(transfer).get(StoredMessage.PARTITION_KEY);
        return key == null ? hub.log().nextInTurn() : hub.log().forKey(key.toString());
    }

    private static Rejected rejected(Refusal why) {
        Rejected rejected = new Rejected();
        rejected.setError(why.error());
        return rejected;
    }
}
