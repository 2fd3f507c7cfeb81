package io.trailbridge.batch;

import java.util.List;

/** Something that runs batchers and shows how they are doing; safe to ask from any thread. */
public interface BatchStatusSource {
    /** The status of each batcher that runs now. */
    List<BatchStatus> batchStatuses();
}
