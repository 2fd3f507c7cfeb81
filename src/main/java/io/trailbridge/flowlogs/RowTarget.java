package io.trailbridge.flowlogs;

import io.trailbridge.flowlogs.format.Reject;
import java.util.List;
import java.util.function.Consumer;

/** The receiver of rows and rejects. May block while there is no place; may be called on any thread. */
interface RowTarget {
    /**
     * @param rows the rows as JSON strings
     * @param done called once on any thread: with null when all rows are stored, else with the reason why not
     */
    void store(List<String> rows, Consumer<Exception> done);

    void park(BlobReference blob, Reject reject, Consumer<Exception> done);
}
