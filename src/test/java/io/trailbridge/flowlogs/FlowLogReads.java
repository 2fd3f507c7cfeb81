package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.flowlogs.format.BlobPosition;
import io.trailbridge.flowlogs.format.FlowLogReader;
import io.trailbridge.flowlogs.format.FlowRows;
import io.trailbridge.flowlogs.format.NotAFlowLogException;
import io.trailbridge.flowlogs.format.Reject;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Flow logs read as the route step reads them, but from memory, for tests elsewhere. Thread-safe. */
public final class FlowLogReads {
    private static final BlobReference BLOB = new BlobReference(
            "https://contoso.blob.core.windows.net", "contoso", "insights-logs-flowlogflowevent", "a/PT1H.json");
    private static final FlowLogSettings SETTINGS = FlowLogSettings.defaults();

    private final FlowLogMeters meters = new FlowLogMeters(new SimpleMeterRegistry());

    /** Takes what a reading gives: never throws. */
    public interface Results {
        void row(String json);

        /** @param document as it goes to the dead-letter queue */
        void reject(String document);
    }

    /** Where a reading ended and the next one begins. */
    public static final class End {
        private final BlobPosition mark;

        private End(BlobPosition mark) {
            this.mark = mark;
        }
    }

    /** The end of a reading before anything was read from the blob. */
    public static final End BEGINNING = new End(BlobPosition.START);

    /**
     * Reads what of the blob is there by now.
     *
     * @param from the end of an earlier reading of the same blob
     * @param length bytes that are there
     * @return null where it is no flow log; an exception is a fault of the reader
     */
    public End read(byte[] blob, int length, End from, int block, boolean newer, Results results) throws Exception {
        RowSender sender = new RowSender(
                BLOB,
                target(results),
                SETTINGS,
                new Semaphore(SETTINGS.maxRowsInFlight()),
                new ReadLedger(from.mark),
                meters,
                () -> {});
        FlowRows rows = new FlowRows(newer ? OcsfMapper.VERSION : OcsfMapper.OLDER_VERSION, true, Clock.systemUTC());
        FlowLogReader reader = new FlowLogReader(
                (position, into, offset, count) -> System.arraycopy(blob, (int) position, into, offset, count),
                length,
                block,
                rows);
        if (!reader.resume(from.mark)) {
            throw new IllegalStateException("the blob is the same, but reading does not resume where it ended");
        }
        sender.begin(reader::mark);
        try {
            reader.read(sender);
        } catch (NotAFlowLogException other) {
            return null;
        }
        sender.flush();
        sender.finish();
        if (sender.failure() != null) {
            throw sender.failure();
        }
        return new End(reader.mark());
    }

    private static RowTarget target(Results results) {
        return new RowTarget() {
            @Override
            public void store(List<String> rows, Consumer<Exception> done) {
                rows.forEach(results::row);
                done.accept(null);
            }

            @Override
            public void park(BlobReference blob, Reject reject, Consumer<Exception> done) {
                results.reject(reject.document(blob.url()));
                done.accept(null);
            }
        };
    }

    /** What the reader makes of an event that is the notice of a blob: the URL of the blob. */
    public static String notice(JsonNode event) {
        return BlobNotice.of(event, ReadableAccounts.ANY).blob().url();
    }
}
