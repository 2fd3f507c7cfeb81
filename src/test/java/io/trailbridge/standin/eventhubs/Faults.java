package io.trailbridge.standin.eventhubs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What can be made to go wrong. Any thread; a method that acts on connections returns when it has acted. All switches
 * are off at first, and stay as they are set until set otherwise.
 */
public final class Faults {

    private static final int ALWAYS = Integer.MAX_VALUE;

    private final EventLoop loop;
    private final AccessKeys keys;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private volatile RefusedLinks refused;
    /** Counts the changes of the cutting rhythm, so that a timer of an earlier one knows that it is out of date. */
    private volatile int rhythm;

    private Supplier<List<Peer>> peers = List::of;

    Faults(EventLoop loop, AccessKeys keys) {
        this.loop = loop;
        this.keys = keys;
    }

    void over(Supplier<List<Peer>> connections) {
        peers = connections;
    }

    /** Cuts all connections now, without a word: clients see a reset. */
    public void dropConnections() {
        loop.call(() -> {
            peers.get().forEach(Peer::cut);
            return cuts.incrementAndGet();
        });
    }

    /** Cuts all connections each time this long has passed, until {@link #stopCutting}. */
    public void cutEvery(Duration interval) {
        loop.call(() -> {
            int mine = ++rhythm;
            loop.after(interval, () -> cutAgain(interval, mine));
            return mine;
        });
    }

    public void stopCutting() {
        loop.call(() -> ++rhythm);
    }

    /** How often connections have been cut. */
    public int cuts() {
        return cuts.get();
    }

    /** Closes all connections in order with a condition such as {@code amqp:connection:forced}. */
    public void closeConnections(String condition) {
        loop.call(() -> {
            peers.get().forEach(peer -> peer.close(condition, "The connection was closed by a fault switch."));
            return null;
        });
    }

    /** Detaches every producer and consumer link with a condition such as {@code amqp:link:detach-forced}. */
    public void detachLinks(String condition) {
        Refusal why = new Refusal(condition, 500, "The link was detached by a fault switch.");
        loop.call(() -> {
            peers.get().forEach(peer -> peer.links().forEach(link -> link.detach(why)));
            return null;
        });
    }

    /** Holds back each acceptance of a transfer, each answer, and each window of deliveries; zero ends it. */
    public void delay(Duration newDelay) {
        delay = newDelay;
        loop.wake();
    }

    /** Answers transfers, attaches and management requests with {@code com.microsoft:server-busy}. */
    public void serverBusy(boolean on) {
        busy.set(on ? ALWAYS : 0);
    }

    /** The same for the next so many of them. */
    public void serverBusy(int next) {
        busy.set(next);
    }

    /**
     * Gives a key another secret and cuts the connections: tokens signed with the old one are refused from now on with
     * 401 and {@code amqp:unauthorized-access}.
     */
    public void rotateKey(String name, String newSecret) {
        keys.put(name, newSecret);
        dropConnections();
    }

    /**
     * Refuses links to paths that hold this text, such as {@code /partitions/2}, with a condition such as
     * {@code amqp:resource-limit-exceeded}, and detaches those that there are; an empty condition ends it.
     */
    public void refuseLinks(String path, String condition) {
        refused = condition.isEmpty()
                ? null
                : new RefusedLinks(
                        path.toLowerCase(Locale.ROOT),
                        new Refusal(condition, 500, "The link was refused by a fault switch."));
        if (!condition.isEmpty()) {
            detachLinks("amqp:link:detach-forced");
        }
    }

    /** Why a link to this path is not to be let in; null where nothing was set against it. */
    Refusal refusal(String path) {
        RefusedLinks now = refused;
        return now != null && path.toLowerCase(Locale.ROOT).contains(now.path()) ? now.why() : null;
    }

    private record RefusedLinks(String path, Refusal why) {}

    Duration delay() {
        return delay;
    }

    /** Whether this request is one to refuse; counts it when only some are. */
    boolean takeBusy() {
        return busy.getAndUpdate(left -> left == ALWAYS ? left : Math.max(0, left - 1)) > 0;
    }

    private void cutAgain(Duration interval, int mine) {
        if (mine == rhythm) {
            dropConnections();
            loop.after(interval, () -> cutAgain(interval, mine));
        }
    }
}
