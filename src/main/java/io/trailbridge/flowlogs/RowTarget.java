package io.trailbridge.flowlogs;

import java.util.List;
import java.util.function.Consumer;

/** Where rows and rejects go. May block while there is no place; any thread may call it. */
interface RowTarget {
    /**
     * @param rows JSON texts
     * @param done is told once: null when all are stored, else why not; on any thread
     */
    void store(List<String> rows, Consumer<Exception> done);

    void park(BlobReference blob, Reject reject, Consumer<Exception> done);
}
