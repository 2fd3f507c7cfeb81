package io.trailbridge.standin.aws;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * What goes wrong at a stand-in, switched on and off by a test while clients talk to it.
 *
 * <p>A switch stays as it is set until it is set again or {@link #clear()} is called; a counted one ({@code next})
 * ends by itself. Switches combine; a call meets them in this order: hang, delay, refuse, failure of the whole call,
 * failures of entries, loss of the answer. All methods may be called from any thread and return at once.
 *
 * <p>SDK clients retry throttling, 5xx and broken connections a few times by themselves: a test that wants the caller
 * to see such a failure switches it on until it has been seen, or counts all attempts.
 */
public final class Faults {
    private final Map<String, Faults> byAction = new ConcurrentHashMap<>();
    private CountDownLatch hanging = new CountDownLatch(0);
    private Duration delay = Duration.ZERO;
    private boolean refusing;
    private int answersToLose;
    private Failure failure;
    private int failuresLeft;
    private int failEvery = 1;
    private long callsSinceFailure;
    private EntryFailure entryFailure;
    private int entryFailsEvery;
    private long entries;
    private EntryFailure poisonFailure;
    private Predicate<String> poison = text -> false;

    /** The switches of one action only ({@code SendMessageBatch}, {@code GetItem}); the general ones hold as well. */
    public Faults on(String action) {
        return byAction.computeIfAbsent(action, name -> new Faults());
    }

    /** Every call fails until {@link #recover()}. */
    public synchronized void fail(Failure with) {
        failEvery(1, with);
    }

    /** Every {@code n}th call fails until {@link #recover()}. */
    public synchronized void failEvery(int n, Failure with) {
        failure = with;
        failEvery = n;
        failuresLeft = Integer.MAX_VALUE;
        callsSinceFailure = 0;
    }

    /** The next {@code calls} calls fail, retries of the SDK included. */
    public synchronized void failNext(int calls, Failure with) {
        failEvery(1, with);
        failuresLeft = calls;
    }

    /** Ends {@link #fail}, {@link #failEvery} and {@link #failNext}. */
    public synchronized void recover() {
        failure = null;
    }

    /** Every {@code n}th entry of all batches from now on is refused; each retry counts as another entry. */
    public synchronized void failEntries(int n, EntryFailure with) {
        entryFailure = with;
        entryFailsEvery = n;
        entries = 0;
    }

    /**
     * An entry that matches is always refused. It is given the entry's text: the event data of an audit event, the
     * body of a message to send, the receipt handle of a message to delete.
     */
    public synchronized void failEntriesWhere(Predicate<String> text, EntryFailure with) {
        poison = text;
        poisonFailure = with;
    }

    /** Ends {@link #failEntries} and {@link #failEntriesWhere}. */
    public synchronized void recoverEntries() {
        entryFailure = null;
        poisonFailure = null;
    }

    /** Calls are accepted and not answered until {@link #release()}; those still waited for are answered then. */
    public synchronized void hang() {
        if (hanging.getCount() == 0) {
            hanging = new CountDownLatch(1);
        }
    }

    public synchronized void release() {
        hanging.countDown();
    }

    /** The connection of every call is closed without an answer, and nothing is done, until switched off. */
    public synchronized void refuse(boolean on) {
        refusing = on;
    }

    /** The next {@code calls} calls are carried out, and their connections closed without an answer. */
    public synchronized void loseAnswers(int calls) {
        answersToLose = calls;
    }

    /** Every call waits this long before it is looked at. */
    public synchronized void delay(Duration time) {
        delay = time;
    }

    /** Switches everything off, for every action, and releases what hangs. */
    public void clear() {
        synchronized (this) {
            recover();
            recoverEntries();
            release();
            refusing = false;
            answersToLose = 0;
            delay = Duration.ZERO;
        }
        byAction.values().forEach(Faults::clear);
    }

    /** Blocks while calls hang and for the delay. */
    void await(String action) throws InterruptedException {
        CountDownLatch latch;
        Duration time;
        synchronized (this) {
            latch = hanging;
            time = delay;
        }
        latch.await();
        Thread.sleep(time.toMillis());
        Faults own = byAction.get(action);
        if (own != null) {
            own.await(action);
        }
    }

    boolean refuses(String action) {
        Faults own = byAction.get(action);
        synchronized (this) {
            return refusing || own != null && own.refuses(action);
        }
    }

    Optional<Failure> nextCall(String action) {
        Faults own = byAction.get(action);
        Optional<Failure> first = own == null ? Optional.empty() : own.nextCall(action);
        return first.isPresent() ? first : nextCall();
    }

    private synchronized Optional<Failure> nextCall() {
        if (failure == null || failuresLeft == 0 || ++callsSinceFailure < failEvery) {
            return Optional.empty();
        }
        callsSinceFailure = 0;
        failuresLeft--;
        return Optional.of(failure);
    }

    /** Whether entries have to be looked at at all. */
    boolean refusesEntries(String action) {
        Faults own = byAction.get(action);
        synchronized (this) {
            return entryFailure != null || poisonFailure != null || own != null && own.refusesEntries(action);
        }
    }

    Optional<EntryFailure> nextEntry(String action, String text) {
        Faults own = byAction.get(action);
        Optional<EntryFailure> first = own == null ? Optional.empty() : own.nextEntry(action, text);
        return first.isPresent() ? first : nextEntry(text);
    }

    private synchronized Optional<EntryFailure> nextEntry(String text) {
        if (poisonFailure != null && poison.test(text)) {
            return Optional.of(poisonFailure);
        }
        if (entryFailure != null && ++entries % entryFailsEvery == 0) {
            return Optional.of(entryFailure);
        }
        return Optional.empty();
    }

    boolean losesAnswer(String action) {
        Faults own = byAction.get(action);
        return own != null && own.losesAnswer(action) || losesAnswer();
    }

    private synchronized boolean losesAnswer() {
        if (answersToLose == 0) {
            return false;
        }
        answersToLose--;
        return true;
    }
}
