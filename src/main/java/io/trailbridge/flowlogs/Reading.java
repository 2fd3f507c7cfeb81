package io.trailbridge.flowlogs;

import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * What the readings of all blobs share.
 *
 * @param window the places for rows in flight
 * @param stopping whether no more is to be read
 */
record Reading(
        FlowLogSettings settings, StorageAccess access, ProgressTable table, RowTarget target, ReadingThreads threads,
        Semaphore window, FlowLogMeters meters, Clock clock, BooleanSupplier stopping) {}
