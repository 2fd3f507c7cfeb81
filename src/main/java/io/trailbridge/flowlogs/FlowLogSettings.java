package io.trailbridge.flowlogs;

import io.trailbridge.batch.BackOff;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Duration;

/**
 * The settings for reading flow logs.
 *
 * @param ocsfVersion the OCSF version of the rows: {@value OcsfMapper#OLDER_VERSION} or {@value OcsfMapper#VERSION}
 * @param rawData whether a row contains its tuple as a string in {@code raw_data}
 * @param progressRetention how long a blob's progress is kept after its last write; longer than blobs are written to
 * @param readers number of blobs of one storage account that are read at once, one thread each; for all accounts
 *     together fewer than twice as many. While rows wait to be stored, no thread is held
 * @param maxBlobs maximum number of blobs with notices held at once, at most half of them from one account; a route
 *     that submits more is blocked until there is a place
 * @param maxRowsInFlight maximum number of rows, over all blobs, that are handed over and not stored yet. A row has
 *     about 1.5 kB; one that is longer than {@value RowSender#PLACE} characters counts for several rows. The limit
 *     should be above the number of rows that the sink holds at once, so that the sink applies the back-pressure: it
 *     knows how to make room
 * @param chunkRows rows in an exchange, counted in the same way
 * @param blockBytes bytes in a fetch; held in memory for each reader
 * @param lease how long a killed instance keeps its blobs from other instances
 * @param backOff delay between attempts after transient failures
 */
public record FlowLogSettings(
        String ocsfVersion,
        boolean rawData,
        Duration progressRetention,
        int readers,
        int maxBlobs,
        int maxRowsInFlight,
        int chunkRows,
        int blockBytes,
        Duration lease,
        BackOff backOff) {

    private static final int MIN_BLOCK = 4096;
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public FlowLogSettings {
        OcsfMapper.known(ocsfVersion);
        if (readers < 1 || maxBlobs < 1 || chunkRows < 1 || maxRowsInFlight < chunkRows || blockBytes < MIN_BLOCK) {
            throw new IllegalArgumentException("readers, maxBlobs and chunkRows must be 1 at least, maxRowsInFlight"
                    + " chunkRows at least, blockBytes " + MIN_BLOCK + " at least");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("the lease must be 1s at least: it is renewed in time by then");
        }
    }

    /**
     * Returns the defaults: OCSF 1.3.0 with raw data, 30 days, 4 readers, 5000 blobs, 120,000 rows in exchanges of
     * 1000, 4 MiB per fetch.
     */
    public static FlowLogSettings defaults() {
        return new FlowLogSettings(
                OcsfMapper.OLDER_VERSION,
                true,
                Duration.ofDays(30),
                4,
                5000,
                120_000,
                1000,
                4 << 20,
                Duration.ofMinutes(2),
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    }

    public FlowLogSettings withRows(String version, boolean withRawData) {
        return new FlowLogSettings(
                version,
                withRawData,
                progressRetention,
                readers,
                maxBlobs,
                maxRowsInFlight,
                chunkRows,
                blockBytes,
                lease,
                backOff);
    }

    public FlowLogSettings withProgressRetention(Duration retention) {
        return new FlowLogSettings(
                ocsfVersion,
                rawData,
                retention,
                readers,
                maxBlobs,
                maxRowsInFlight,
                chunkRows,
                blockBytes,
                lease,
                backOff);
    }

    public FlowLogSettings withLease(Duration time) {
        return new FlowLogSettings(
                ocsfVersion,
                rawData,
                progressRetention,
                readers,
                maxBlobs,
                maxRowsInFlight,
                chunkRows,
                blockBytes,
                time,
                backOff);
    }

    public FlowLogSettings withMaxRowsInFlight(int rows) {
        return new FlowLogSettings(
                ocsfVersion,
                rawData,
                progressRetention,
                readers,
                maxBlobs,
                rows,
                chunkRows,
                blockBytes,
                lease,
                backOff);
    }
}
