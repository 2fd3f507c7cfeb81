package io.trailbridge.flowlogs;

import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the readings of all blobs share.
 *
 * @param window the places for rows in flight
 * @param clock for times that are stored
 * @param nanos a clock that only goes forward, for durations
 * @param stopping whether no more is to be read
 */
record ReaderContext(
        FlowLogSettings settings, StorageAccess access, ProgressTable table, RowTarget target, ReadingThreads threads,
        UnknownAccounts accounts, Semaphore window, FlowLogMeters meters, ReadingFaults faults, Clock clock,
        LongSupplier nanos, BooleanSupplier stopping) {}
