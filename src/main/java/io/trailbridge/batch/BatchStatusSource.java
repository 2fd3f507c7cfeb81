package io.trailbridge.batch;

import java.util.List;

/** A component that runs batchers and reports their status; may be called on any thread. */
public interface BatchStatusSource {
    /** Returns the status of each batcher that runs now. */
    List<BatchStatus> batchStatuses();
}
