package io.trailbridge.standin.eventhubs;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.SslDomain;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.impl.TransportImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what clients open, and lets a link in to what it is attached to or refuses it with the reason. Used on the loop
 * only.
 */
final class ConnectionHandler extends BaseHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    /** Must exceed the largest message, or a large one never arrives whole. */
    private static final int SESSION_WINDOW_BYTES = 16 * 1024 * 1024;

    private static final Duration FAREWELL = Duration.ofMillis(100);

    private final EventLoop loop;
    private final Faults faults;
    private final Namespace namespace;
    private final CbsNode cbs;
    private final ManagementNode management;
    private final PartitionReaders readers;
    private final DeliveryEncoder encoder;
    private final SslDomain tls;
    private final Duration idleTimeout;
    private final Clock clock;
    private final Set<Peer> peers = new LinkedHashSet<>();

    /** Without TLS the domain is null. */
    ConnectionHandler(
            EventLoop loop,
            Faults faults,
            Namespace namespace,
            CbsNode cbs,
            ManagementNode management,
            PartitionReaders readers,
            SslDomain tls,
            Duration idleTimeout,
            Clock clock) {
        this.loop = loop;
        this.faults = faults;
        this.namespace = namespace;
        this.cbs = cbs;
        this.management = management;
        this.readers = readers;
        this.encoder = new DeliveryEncoder(clock);
        this.tls = tls;
        this.idleTimeout = idleTimeout;
        this.clock = clock;
    }

    /** The connections there are, as a copy. */
    List<Peer> peers() {
        return List.copyOf(peers);
    }

    @Override
    public void onConnectionBound(Event event) {
        Transport transport = event.getTransport();
        if (tls != null) {
            transport.ssl(tls);
        }
        transport.setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()));
        // Delivering goes on when the loop comes to rest; an event for each transfer would only cost time.
        transport.setEmitFlowEventOnSend(false);
        Peer peer = new Peer(event.getConnection(), (TransportImpl) transport);
        event.getConnection().setContext(peer);
        peers.add(peer);
        // The engine's idle time-out does not see a client that never sends anything.
        loop.after(idleTimeout, peer::cutUnlessOpen);
    }

    @Override
    public void onConnectionRemoteOpen(Event event) {
        Connection connection = event.getConnection();
        connection.setContainer("event-hubs-stand-in");
        connection.open();
        LOG.debug("client={} connected", connection.getRemoteContainer());
    }

    @Override
    public void onSessionRemoteOpen(Event event) {
        Session session = event.getSession();
        session.setIncomingCapacity(SESSION_WINDOW_BYTES);
        session.open();
    }

    @Override
    public void onLinkRemoteOpen(Event event) {
        Link link = event.getLink();
        Peer peer = (Peer) event.getConnection().getContext();
        LinkAddress address = LinkAddress.parse(address(link));
        if (address.kind() == LinkAddress.Kind.CBS) {
            cbs.attach(peer, link);
            return;
        }
        if (address.kind() == LinkAddress.Kind.MANAGEMENT) {
            management.attach(peer, link);
            return;
        }
        Refusal refusal = faults.takeBusy() ? Refusal.serverBusy() : attach(peer, link, address);
        if (refusal != null) {
            LOG.debug("link={} condition={} refused", address.path(), refusal.condition());
            // An attach without source and target announces a detach with the reason.
            link.setSource(null);
            link.setTarget(null);
            link.open();
            link.setCondition(refusal.error());
            link.close();
        }
    }

    private Refusal attach(Peer peer, Link link, LinkAddress address) {
        Refusal switched = faults.refusal(address.path());
        if (switched != null) {
            return switched;
        }
        Hub hub = address.hub() == null ? null : namespace.hub(address.hub());
        if (hub == null) {
            return Refusal.notFound(address.path());
        }
        if (!peer.mayUse(address.path(), clock.instant().getEpochSecond())) {
            return Refusal.unauthorized("Unauthorized access. 'Send' or 'Listen' claim(s) are required to perform this"
                    + " operation. Resource: 'sb://stand-in/" + address.path() + "'.");
        }
        PartitionLog partition = address.partition() == null ? null : hub.partition(address.partition());
        if (address.partition() != null && partition == null) {
            return Refusal.noSuchPartition(hub.log().partitions());
        }
        if (address.kind() == LinkAddress.Kind.HUB && link instanceof Receiver receiver) {
            new ProducerLink(loop, faults, hub, partition, peer, receiver).open();
            return null;
        }
        if (address.kind() == LinkAddress.Kind.CONSUMER_GROUP_PARTITION && link instanceof Sender sender) {
            if (!hub.hasGroup(address.group())) {
                return Refusal.notFound(address.path());
            }
            return subscribe(peer, sender, address, partition);
        }
        return new Refusal(
                "amqp:not-allowed", 405, "A link of this direction cannot be attached to " + address.path() + ".");
    }

    private Refusal subscribe(Peer peer, Sender sender, LinkAddress address, PartitionLog partition) {
        try {
            long first = StartPosition.of((Source) sender.getRemoteSource()).firstSequence(partition);
            return new ConsumerLink(loop, faults, readers, encoder, partition, peer, sender, address, first).open();
        } catch (IllegalArgumentException e) {
            return Refusal.invalidArgument(e.getMessage());
        }
    }

    private static String address(Link link) {
        if (link instanceof Receiver) {
            return link.getRemoteTarget() instanceof Target target && target.getAddress() != null
                    ? target.getAddress()
                    : "";
        }
        return link.getRemoteSource() instanceof Source source && source.getAddress() != null
                ? source.getAddress()
                : "";
    }

    @Override
    public void onLinkRemoteClose(Event event) {
        ((Peer) event.getConnection().getContext()).ended(event.getLink());
    }

    @Override
    public void onLinkRemoteDetach(Event event) {
        onLinkRemoteClose(event);
    }

    @Override
    public void onSessionRemoteClose(Event event) {
        ((Peer) event.getConnection().getContext()).ended(event.getSession());
        event.getSession().close();
        event.getSession().free();
    }

    @Override
    public void onConnectionRemoteClose(Event event) {
        event.getConnection().close();
        gone(event);
    }

    @Override
    public void onTransportError(Event event) {
        gone(event);
    }

    @Override
    public void onTransportTailClosed(Event event) {
        gone(event);
        if (event.getConnection() != null && event.getConnection().getContext() instanceof Peer peer) {
            // Nothing more will come. A client that does not take what is left to say must not hold the socket.
            loop.after(FAREWELL, peer::cut);
        }
    }

    @Override
    public void onTransportClosed(Event event) {
        gone(event);
    }

    @Override
    public void onConnectionUnbound(Event event) {
        gone(event);
        ((Peer) event.getConnection().getContext()).unbound();
        event.getConnection().free();
    }

    private void gone(Event event) {
        Connection connection = event.getConnection();
        if (connection != null && connection.getContext() instanceof Peer peer && peers.remove(peer)) {
            peer.gone();
            LOG.debug("client={} gone", connection.getRemoteContainer());
        }
    }
}
