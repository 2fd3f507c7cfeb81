package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.OneLine;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.FlowLogReader;
import io.trailbridge.flowlogs.format.FlowRows;
import io.trailbridge.flowlogs.format.NotAFlowLogException;
import io.trailbridge.flowlogs.storage.BlobState;
import io.trailbridge.flowlogs.storage.RemoteBlob;
import io.trailbridge.flowlogs.storage.StorageFailures;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of one blob under its lease: appended records go to the target, and progress follows the stored rows. It
 * ends when all chunks are settled, progress is written and the lease is released; that may be long after the reading
 * thread is free. The lease is renewed until then, even when a renewal fails.
 */
final class BlobReading {
    /** Notified when the reading has ended. */
    interface Ending {
        /**
         * @param at the component that failed, if the failure is transient
         * @param failure null when the blob was read to its end and all of it is stored
         */
        void ended(String at, Exception failure);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BlobReading.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    /** With one tick more, a hanging call is reported within ten seconds. */
    private static final Duration HANGS_AFTER = Duration.ofSeconds(4);
    /** Name of the rows' target in log and health. */
    private static final String ROWS = "rows of flow logs";
    /** A lease is renewed when a third of its time has elapsed. */
    private static final int RENEWALS = 3;

    private final ReaderContext shared;
    private final BlobReference blob;
    private final String owner;
    private final String sequencer;
    private final Ending ending;
    private final BlobProgress from;

    private volatile Start start;
    private volatile RemoteBlob remote;
    private volatile Exception failure;
    private FlowLogReader reader;
    private BlobState state;
    private ReadingThreads.Repetition ticks;
    private int failedEndings;

    /** Whether the reading has ended; a tick must not write after that. */
    @GuardedBy("this")
    private boolean over;

    @GuardedBy("this")
    private boolean lost;

    @GuardedBy("this")
    private BlobPosition written;

    @GuardedBy("this")
    private long renewed;

    @GuardedBy("this")
    private boolean hanging;

    /** Where the reading begins, and the sender of its rows. */
    private record Start(long generation, ReadLedger ledger, RowSender sender) {}

    /**
     * @param claimed when the lease was requested, by the monotonic clock
     * @param from the progress under the lease
     * @param sequencer the sequencer of the latest notice that this reading handles; may be null
     */
    BlobReading(
            ReaderContext shared,
            BlobReference blob,
            String owner,
            long claimed,
            BlobProgress from,
            String sequencer,
            Ending ending) {
        this.shared = shared;
        this.blob = blob;
        this.owner = owner;
        this.from = from;
        this.sequencer = sequencer;
        this.ending = ending;
        this.renewed = claimed;
        this.written = from.mark();
    }

    /** Reads the blob; blocks as long as the account and the target do. */
    void run() {
        Duration lease = shared.settings().lease();
        Duration tick = lease.dividedBy(2 * RENEWALS).compareTo(TICK) < 0 ? lease.dividedBy(2 * RENEWALS) : TICK;
        ticks = shared.threads().every(this::tick, tick);
        try {
            read();
        } catch (RowSender.EndedException ended) {
            // The sender has recorded the reason.
        } catch (NotAFlowLogException other) {
            failure = new RejectedException(
                    "NotAFlowLog", "the blob " + blob.name() + ": " + other.getMessage(), BlobNotice.TARGET);
        } catch (IOException | RuntimeException failed) {
            failure = failed;
        } catch (Error broken) {
            // Caught so that the message does not wait forever for a reading that has ended.
            failure = new IllegalStateException("the blob " + blob.name() + " cannot be read: " + broken, broken);
        }
        if (start == null) {
            shared.threads().call(this::conclude);
        } else {
            start.sender().finish();
        }
        if (failure != null && failure.getCause() instanceof VirtualMachineError fatal) {
            throw fatal;
        }
    }

    private void read() throws IOException, NotAFlowLogException {
        remote = shared.access()
                .blob(blob.endpoint(), blob.container(), blob.path(), shared.meters()::read, shared.nanos());
        state = remote.look();
        shared.accounts().read(blob.account());
        if (state.hasEtag(from.etag())) {
            return;
        }
        FlowLogSettings settings = shared.settings();
        FlowRows rows = new FlowRows(settings.ocsfVersion(), settings.rawData(), shared.clock());
        reader = new FlowLogReader(remote::read, state.length(), settings.blockBytes(), rows);
        boolean replaced = !reader.resume(from.mark());
        if (replaced) {
            LOG.info(
                    "blob replaced, read from its beginning blob={} created={} oldPosition={}",
                    OneLine.of(blob.name()),
                    state.created(),
                    from.mark().position());
        }
        ReadLedger ledger = new ReadLedger(reader.mark());
        RowSender sender = new RowSender(
                blob,
                shared.target(),
                settings,
                shared.window(),
                ledger,
                shared.meters(),
                () -> shared.threads().call(this::conclude));
        start = new Start(from.generation() + (replaced ? 1 : 0), ledger, sender);
        sender.begin(reader::mark);
        if (shared.stopping().getAsBoolean()) {
            throw new StoppedException(BlobNotice.TARGET);
        }
        reader.read(sender);
        sender.flush();
    }

    /** Ends the reading early; its notices stay unsettled. */
    void stop() {
        Start begun = start;
        if (begun != null) {
            begun.sender().end(new StoppedException(BlobNotice.TARGET));
        }
    }

    private synchronized void tick() {
        if (over) {
            return;
        }
        watchCall();
        try {
            renew();
            shared.faults().recovered(shared.table().name(), blob);
        } catch (Throwable failed) {
            shared.faults().failed(shared.table().name(), blob, StorageFailures.ofTable(failed));
            if (failed instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
    }

    /** Reports a hanging account long before the call times out. */
    @GuardedBy("this")
    private void watchCall() {
        RemoteBlob called = remote;
        boolean silent = called != null && called.silence().compareTo(HANGS_AFTER) > 0;
        if (silent) {
            shared.faults().failed(account(), blob, StorageFailures.hangs(called.silence()));
        } else if (hanging) {
            shared.faults().recovered(account(), blob);
        }
        hanging = silent;
    }

    private String account() {
        return ReadingFaults.account(blob.account());
    }

    @GuardedBy("this")
    private void renew() {
        long now = shared.nanos().getAsLong();
        if (now - renewed >= shared.settings().lease().toNanos() / RENEWALS) {
            if (shared.table()
                            .claim(blob, owner, shared.settings().lease(), null)
                            .holder()
                    != null) {
                lost();
                return;
            }
            renewed = now;
        }
        Start begun = start;
        if (begun != null && begun.ledger().safe().isAfter(written)) {
            BlobPosition safe = begun.ledger().safe();
            if (shared.table().write(blob, owner, partial(begun, safe), null, false)) {
                written = safe;
            } else {
                lost();
            }
        }
    }

    @GuardedBy("this")
    private void lost() {
        if (!lost) {
            LOG.warn("lease lost: another instance continues from the last progress blob={}", OneLine.of(blob.name()));
        }
        lost = true;
        Start begun = start;
        if (begun != null) {
            begun.sender().end(new LeaseLostException());
        }
    }

    private BlobProgress partial(Start begun, BlobPosition safe) {
        return new BlobProgress(begun.generation(), safe, null, from.sequencer());
    }

    /** Called when all chunks are settled: writes the progress and ends the reading. */
    private void conclude() {
        Start begun = start;
        String at = failure != null ? account() : ROWS;
        Exception why = failure != null
                ? failure
                : begun == null ? null : begun.sender().failure();
        try {
            synchronized (this) {
                if (why == null && !complete(begun)) {
                    why = new LeaseLostException();
                } else if (why != null
                        && begun != null
                        && (begun.generation() > from.generation()
                                || begun.ledger().safe().isAfter(from.mark()))) {
                    shared.table()
                            .write(blob, owner, partial(begun, begun.ledger().safe()), null, true);
                } else if (why != null) {
                    shared.table().release(blob, owner);
                }
                over = true;
            }
            shared.faults().recovered(shared.table().name(), blob);
        } catch (RuntimeException | Error failed) {
            CallFailure meaning = StorageFailures.classify(failed);
            if (shared.stopping().getAsBoolean() || why != null) {
                LOG.warn(
                        "progress not written, rows may be stored again blob={} cause={}",
                        OneLine.of(blob.name()),
                        OneLine.of(failed.toString()));
                why = why == null ? new StoppedException(BlobNotice.TARGET) : why;
            } else if (meaning == null) {
                at = shared.table().name();
                why = (Exception) failed;
            } else {
                // The rows are stored; only their progress is missing.
                shared.faults().failed(shared.table().name(), blob, StorageFailures.ofTable(failed));
                shared.threads()
                        .later(
                                () -> shared.threads().call(this::conclude),
                                shared.settings().backOff().delay(++failedEndings));
                return;
            }
        }
        synchronized (this) {
            over = true;
        }
        ticks.cancel();
        ending.ended(at, why);
    }

    @GuardedBy("this")
    private boolean complete(Start begun) {
        String latest = BlobProgress.later(from.sequencer(), sequencer);
        BlobProgress progress = begun == null
                ? new BlobProgress(from.generation(), from.mark(), from.etag(), latest)
                : new BlobProgress(begun.generation(), reader.mark(), BlobState.bare(state.etag()), latest);
        return shared.table().write(blob, owner, progress, state, true);
    }
}
