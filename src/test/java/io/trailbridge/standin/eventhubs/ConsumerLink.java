package io.trailbridge.standin.eventhubs;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Sender;

/**
 * A client's receiver on one partition. It is sent events in order from its start position as far as its credit goes;
 * what becomes of a delivery does not move anything, since in Event Hubs the reader alone keeps the position.
 */
final class ConsumerLink extends BaseHandler implements ClientLink {

    private static final Symbol EPOCH = Symbol.valueOf("com.microsoft:epoch");
    private static final Symbol RUNTIME_METRIC = Symbol.valueOf("com.microsoft:enable-receiver-runtime-metric");
    /** How much may wait in the protocol engine: enough to fill several writes, little enough to stay cheap to scan. */
    private static final int WINDOW_BYTES = 256 * 1024;

    private static final int READ_AHEAD = 64;

    private final EventLoop loop;
    private final Faults faults;
    private final PartitionReaders readers;
    private final DeliveryEncoder encoder;
    private final PartitionLog log;
    private final Peer peer;
    private final Sender sender;
    private final String path;
    private final Long epoch;
    private final boolean runtimeMetric;
    private long next;
    private long nextTag;
    private boolean waiting;
    private boolean over;

    ConsumerLink(
            EventLoop loop,
            Faults faults,
            PartitionReaders readers,
            DeliveryEncoder encoder,
            PartitionLog log,
            Peer peer,
            Sender sender,
            LinkAddress address,
            long first) {
        this.loop = loop;
        this.faults = faults;
        this.readers = readers;
        this.encoder = encoder;
        this.log = log;
        this.peer = peer;
        this.sender = sender;
        this.path = address.path();
        this.next = first;
        Map<Symbol, Object> properties = sender.getRemoteProperties();
        this.epoch = properties != null && properties.get(EPOCH) instanceof Number number ? number.longValue() : null;
        Symbol[] desired = sender.getRemoteDesiredCapabilities();
        this.runtimeMetric = desired != null && Arrays.asList(desired).contains(RUNTIME_METRIC);
    }

    /** Attaches, unless another reader's epoch forbids it: then sends the reason. */
    Refusal open() {
        Refusal refusal = readers.enter(this);
        if (refusal != null) {
            return refusal;
        }
        sender.setSource(sender.getRemoteSource());
        sender.setTarget(sender.getRemoteTarget());
        sender.setSenderSettleMode(sender.getRemoteSenderSettleMode());
        sender.setReceiverSettleMode(sender.getRemoteReceiverSettleMode());
        if (runtimeMetric) {
            sender.setOfferedCapabilities(new Symbol[] {RUNTIME_METRIC});
        }
        BaseHandler.setHandler(sender, this);
        sender.open();
        peer.attached(this);
        return null;
    }

    /** Sends what credit and window allow. Called whenever the loop is about to wait. */
    void pump() {
        if (over || waiting || sender.getCredit() <= 0 || next >= log.end()) {
            return;
        }
        Duration delay = faults.delay();
        if (delay.isZero()) {
            send();
            return;
        }
        waiting = true;
        loop.after(delay, () -> {
            waiting = false;
            send();
        });
    }

    private void send() {
        while (!over && sender.getCredit() > 0 && sender.getSession().getOutgoingBytes() < WINDOW_BYTES) {
            List<LoggedEvent> events = log.read(next, Math.min(READ_AHEAD, sender.getCredit()));
            if (events.isEmpty()) {
                break;
            }
            PartitionState state = runtimeMetric ? log.state() : null;
            events.forEach(event -> send(event, state));
        }
        if (sender.getDrain()) {
            sender.drained();
        }
    }

    private void send(LoggedEvent event, PartitionState state) {
        sender.delivery(ByteBuffer.allocate(Long.BYTES).putLong(nextTag++).array());
        encoder.write(event, state, sender);
        sender.advance();
        next = event.sequenceNumber() + 1;
    }

    @Override
    public void onDelivery(Event event) {
        Delivery delivery = event.getDelivery();
        if (delivery.remotelySettled() || delivery.getRemoteState() != null) {
            delivery.settle();
        }
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
        return sender;
    }

    @Override
    public void ended() {
        over = true;
        readers.leave(this);
    }

    String path() {
        return path;
    }

    /** The claim to be the only reader, or null. */
    Long epoch() {
        return epoch;
    }
}
