package io.trailbridge.standin.eventhubs;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.BaseHandler;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Handler;
import org.apache.qpid.proton.engine.HandlerException;
import org.apache.qpid.proton.reactor.Acceptor;
import org.apache.qpid.proton.reactor.Reactor;
import org.apache.qpid.proton.reactor.ReactorOptions;
import org.apache.qpid.proton.reactor.impl.AcceptorImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches protocol objects: proton's reactor knows no locks. Other threads hand it work through a
 * queue and wake its selector; nothing polls.
 */
final class EventLoop {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int FRAME_BYTES = 64 * 1024;
    private static final int SELECT_MILLIS = 60_000;
    private static final int CALL_SECONDS = 20;

    private final Reactor reactor;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable beforeSelect;
    private Acceptor acceptor;
    private volatile boolean stopped;

    /** Before each wait for sockets the loop runs beforeSelect, after the tasks of other threads. */
    EventLoop(Runnable beforeSelect) throws IOException {
        this.beforeSelect = beforeSelect;
        ReactorOptions options = new ReactorOptions();
        options.setEnableSaslByDefault(true);
        options.setMaxFrameSize(FRAME_BYTES);
        reactor = Proton.reactor(options, new Idle());
        thread = new Thread(this::run, "event-hubs-stand-in");
        thread.setDaemon(true);
    }

    /** Binds the port (0: a free one), starts the thread, and returns the port. */
    int start(int port, Handler connections) throws IOException {
        acceptor = reactor.acceptor("127.0.0.1", port, connections);
        int bound = ((AcceptorImpl) acceptor).getPortNumber();
        thread.start();
        return bound;
    }

    /** Runs the task on the loop, later. */
    void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Makes the loop look for work. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            reactor.wakeup();
        }
    }

    /** Runs the task on the loop and waits for its result; on the loop itself it runs at once. */
    <T> T call(Supplier<T> task) {
        if (Thread.currentThread() == thread) {
            return task.get();
        }
        if (stopped) {
            throw new IllegalStateException("The Event Hubs stand-in is closed.");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(CALL_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Runs the task on the loop after the delay. Called on the loop only. */
    void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
            return;
        }
        reactor.schedule(Math.toIntExact(Math.max(1, delay.toMillis())), new BaseHandler() {
            @Override
            public void onTimerTask(Event event) {
                task.run();
            }
        });
    }

    /** Stops listening, runs the last task and ends the thread. */
    void stop(Runnable last) {
        if (stopped) {
            return;
        }
        call(() -> {
            acceptor.close();
            last.run();
            reactor.stop();
            return null;
        });
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CALL_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        reactor.setTimeout(SELECT_MILLIS);
        reactor.start();
        boolean more = true;
        while (more) {
            more = step();
        }
        reactor.free();
    }

    private boolean step() {
        try {
            return reactor.process();
        } catch (HandlerException e) {
            // The event that failed is still at the head: without taking it away it would be handled for ever.
            LOG.error("event={} failed", reactor.collector().peek(), e);
            reactor.collector().pop();
            return true;
        }
    }

    private final class Idle extends BaseHandler {
        @Override
        public void onReactorQuiesced(Event event) {
            // First the flag, then the work: whoever adds work from now on wakes the selector again.
            woken.set(false);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            beforeSelect.run();
        }
    }
}
