package io.trailbridge.flowlogs;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.OneLine;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.FlowLogReader;
import io.trailbridge.flowlogs.format.Reject;
import io.trailbridge.memory.OutOfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over the rows of one reading in chunks and keeps the ledger of the stored chunks. A chunk that the target
 * permanently refuses is parked row by row; any other failure ends the reading at the next row. A chunk is full by its
 * size as well as by its number of rows, and so is the window. If a blob has many errors, {@value #MAX_REJECTS} rejects
 * are parked individually; the further ones become one reject per chunk. The reading thread calls it; results arrive on
 * any thread.
 */
final class RowSender implements FlowLogReader.Output {
    /** Ends the reading; the reason is in {@link RowSender#failure}. */
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("the reading has ended", null, false, false);
        }
    }

    static final int MAX_REJECTS = 1000;
    /** Number of characters of a row or a reject that take one place; a longer one takes several places. */
    static final int PLACE = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(RowSender.class);

    private final BlobReference blob;
    private final RowTarget target;
    private final int chunkRows;
    private final Semaphore window;
    private final int windowSize;
    private final ReadLedger ledger;
    private final FlowLogMeters meters;
    private final Runnable whenDone;
    /** Number of chunks in progress, plus one for the reading itself. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private volatile Exception failure;
    private Supplier<BlobPosition> marks;
    private List<String> rows = new ArrayList<>();
    private List<Reject> rejects = new ArrayList<>();
    private int places;
    private int rejected;
    /** The first reject that is only counted, and the number of those after it. */
    private Reject further;

    private long others;

    /**
     * @param window the places for rows in flight, shared with other readings
     * @param whenDone called once on any thread, when the reading is over and no chunk is in progress
     */
    RowSender(
            BlobReference blob,
            RowTarget target,
            FlowLogSettings settings,
            Semaphore window,
            ReadLedger ledger,
            FlowLogMeters meters,
            Runnable whenDone) {
        this.blob = blob;
        this.target = target;
        this.chunkRows = settings.chunkRows();
        this.window = window;
        this.windowSize = settings.maxRowsInFlight();
        this.ledger = ledger;
        this.meters = meters;
        this.whenDone = whenDone;
    }

    /** Sets the supplier of the reading's current position. */
    void begin(Supplier<BlobPosition> reading) {
        marks = reading;
    }

    @Override
    public void row(String json) {
        rows.add(json);
        places += placesOf(json);
        sendWhenFull();
    }

    @Override
    public void reject(Reject reject) {
        if (rejected < MAX_REJECTS) {
            rejected++;
            add(reject);
        } else if (further == null) {
            further = reject;
        } else {
            others++;
        }
        sendWhenFull();
    }

    private void add(Reject reject) {
        rejects.add(reject);
        places += placesOf(reject.text());
    }

    private static int placesOf(String text) {
        return 1 + text.length() / PLACE;
    }

    /** Returns why the reading cannot continue or was not stored; null when there is no failure. */
    Exception failure() {
        return failure;
    }

    /** Ends the reading at its next row. */
    void end(Exception cause) {
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            }
        }
    }

    /** Sends the remaining rows and rejects of a reading that came to its end. */
    void flush() {
        if (places > 0 || further != null) {
            send();
        }
    }

    /** Marks the reading as over: nothing more is sent. */
    void finish() {
        settle();
    }

    private void sendWhenFull() {
        if (failure != null) {
            throw new EndedException();
        }
        if (places >= chunkRows) {
            send();
        }
    }

    private void send() {
        if (further != null) {
            // Sent with this chunk, because its progress moves past them.
            add(others > 0 ? further.andFurther(others) : further);
            further = null;
            others = 0;
        }
        Chunk chunk = new Chunk(rows, rejects, Math.min(windowSize, places), ledger.open(marks.get()));
        rows = new ArrayList<>(Math.min(chunkRows, rows.size()));
        rejects = new ArrayList<>();
        places = 0;
        try {
            window.acquire(chunk.places);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            end(new StoppedException(BlobNotice.TARGET));
            throw new EndedException();
        }
        if (failure != null) {
            window.release(chunk.places);
            throw new EndedException();
        }
        pending.incrementAndGet();
        chunk.send();
    }

    private void settle() {
        if (pending.decrementAndGet() == 0) {
            whenDone.run();
        }
    }

    /** Rows and rejects that are settled together. */
    private final class Chunk {
        private final List<String> chunkRows;
        private final List<Reject> chunkRejects;
        private final ReadLedger.Entry entry;
        private final int places;
        private final AtomicInteger parts;
        private volatile boolean failed;

        Chunk(List<String> rows, List<Reject> rejects, int places, ReadLedger.Entry entry) {
            this.chunkRows = rows;
            this.chunkRejects = rejects;
            this.entry = entry;
            this.places = places;
            // One more for the thread that hands over.
            this.parts = new AtomicInteger(rejects.size() + (rows.isEmpty() ? 1 : 2));
        }

        void send() {
            if (!chunkRows.isEmpty()) {
                handOver(done -> target.store(chunkRows, done), this::rowsDone);
            }
            chunkRejects.forEach(this::park);
            done(null);
        }

        private void rowsDone(Exception problem) {
            if (problem == null) {
                meters.stored(chunkRows.size());
                done(null);
            } else if (isRefusal(problem)) {
                // Retrying is useless for all of them, and the target does not report which of them it has stored.
                parts.addAndGet(chunkRows.size());
                String reason = String.valueOf(problem.getMessage());
                for (String row : chunkRows) {
                    park(Reject.ofRow(reason, entry.position(), row));
                }
                done(null);
            } else {
                done(problem);
            }
        }

        private void park(Reject reject) {
            handOver(done -> target.park(blob, reject, done), problem -> {
                if (problem == null) {
                    meters.rejected(reject.count());
                }
                done(problem);
            });
        }

        /**
         * Hands rows or a reject over. An exception thrown by the target also counts as its answer, unless it has
         * answered already.
         */
        private void handOver(Consumer<Consumer<Exception>> call, Consumer<Exception> answered) {
            AtomicBoolean open = new AtomicBoolean(true);
            Consumer<Exception> once = problem -> {
                if (open.getAndSet(false)) {
                    answered.accept(problem);
                } else {
                    LOG.warn(
                            "rows were settled twice, the first result counts blob={} second={}",
                            OneLine.of(blob.name()),
                            OneLine.of(String.valueOf(problem)));
                }
            };
            try {
                call.accept(once);
            } catch (RuntimeException thrown) {
                once.accept(thrown);
            } catch (Error thrown) {
                OutOfMemory.check(thrown);
                once.accept(new IllegalStateException(
                        "rows of the blob " + blob.name() + " were not handed over: " + thrown, thrown));
            }
        }

        private void done(Exception problem) {
            if (problem != null) {
                end(problem);
                failed = true;
            }
            if (parts.decrementAndGet() == 0) {
                if (!failed) {
                    ledger.stored(entry);
                }
                window.release(places);
                settle();
            }
        }
    }

    private static boolean isRefusal(Exception problem) {
        if (!(problem instanceof RejectedException)) {
            return false;
        }
        for (Throwable other : problem.getSuppressed()) {
            if (other instanceof StoppedException) {
                return false;
            }
        }
        return true;
    }
}
