package io.trailbridge.flowlogs;

import io.trailbridge.flowlogs.storage.StorageAccess;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The objects that the readings of all blobs share.
 *
 * @param window the places for rows in flight
 * @param clock for times that are stored
 * @param nanos a monotonic clock, for durations
 * @param stopping whether a stop has begun, so that no more may be read
 */
record ReaderContext(
        FlowLogSettings settings,
        StorageAccess access,
        ProgressTable table,
        RowTarget target,
        ReadingThreads threads,
        UnknownAccounts accounts,
        Semaphore window,
        FlowLogMeters meters,
        ReadingFaults faults,
        Clock clock,
        LongSupplier nanos,
        BooleanSupplier stopping) {}
