package io.trailbridge.standin.eventhubs;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.impl.TransportImpl;
import org.apache.qpid.proton.reactor.Selectable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: what it has been granted and the links it holds. Used on the loop only. */
final class Peer {

    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final Connection connection;
    private final TransportImpl transport;
    /** Path to the second at which the right to it ends. */
    private final Map<String, Long> grants = new HashMap<>();

    private final Map<Link, ClientLink> links = new LinkedHashMap<>();
    private final Map<String, Sender> replyLinks = new HashMap<>();

    private boolean unbound;

    Peer(Connection connection, TransportImpl transport) {
        this.connection = connection;
        this.transport = transport;
    }

    void grant(String path, long expiresAtSecond) {
        grants.put(path, expiresAtSecond);
    }

    boolean mayUse(String path, long nowSecond) {
        return grants.entrySet().stream()
                .anyMatch(grant -> grant.getValue() > nowSecond && LinkAddress.covers(grant.getKey(), path));
    }

    void attached(ClientLink link) {
        links.put(link.link(), link);
    }

    /** The client's links, in the order of attaching, as a copy. */
    List<ClientLink> links() {
        return List.copyOf(links.values());
    }

    void replyLink(String address, Sender sender) {
        replyLinks.put(address, sender);
    }

    /** Where answers to this reply-to address go, or null. */
    Sender replyLink(String address) {
        return replyLinks.get(address);
    }

    void ended(Link link) {
        ClientLink ended = links.remove(link);
        if (ended != null) {
            ended.ended();
        }
        replyLinks.values().remove(link);
        if (link.getLocalState() != EndpointState.CLOSED) {
            link.close();
        }
        link.free();
    }

    void ended(Session session) {
        links().stream()
                .map(ClientLink::link)
                .filter(link -> link.getSession() == session)
                .forEach(this::ended);
    }

    /** Gives up everything the connection held. */
    void gone() {
        List<ClientLink> held = new ArrayList<>(links.values());
        links.clear();
        replyLinks.clear();
        held.forEach(ClientLink::ended);
    }

    /** Ends the connection in order, with a reason. */
    void close(String condition, String description) {
        connection.setCondition(new ErrorCondition(Symbol.valueOf(condition), description));
        connection.close();
    }

    /** The protocol engine has let go of the connection. */
    void unbound() {
        unbound = true;
    }

    void cutUnlessOpen() {
        if (connection.getRemoteState() == EndpointState.UNINITIALIZED) {
            cut();
        }
    }

    /** Resets the socket: what is in transit in either direction is lost, as when a cable is pulled. */
    void cut() {
        Selectable selectable = transport.getSelectable();
        if (selectable == null || selectable.isTerminal()) {
            return;
        }
        try {
            ((SocketChannel) selectable.getChannel()).setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("peer={} the socket is closed already", connection.getRemoteContainer(), e);
        }
        selectable.terminate();
        selectable.getReactor().update(selectable);
        gone();
        if (!unbound) {
            transport.unbind();
        }
    }
}
