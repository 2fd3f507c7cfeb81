package io.trailbridge.sinks.securitylake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes rows as a Parquet file, with parquet-java and without Hadoop: nothing here may use a Hadoop class. The limits
 * are those of Security Lake's user guide: row groups of at most 256 MB, pages of at most 1 MB before compression.
 */
final class RowWriter extends WriteSupport<LakeRow> {
    private static final long ROW_GROUP = 128L << 20;
    private static final int PAGE = 512 << 10;
    /** Maximum number of rows between two checks of the page sizes. */
    private static final int ROWS_BETWEEN_CHECKS = 500;

    private final LakeSchema schema;
    private RecordConsumer consumer;

    private RowWriter(LakeSchema schema) {
        this.schema = schema;
    }

    /** Writes one file; the stream is left open. */
    static void write(List<LakeRow> rows, LakeSchema schema, PositionOutputStream stream) throws IOException {
        long largest = rows.stream().mapToLong(LakeRow::bytes).max().orElse(1);
        // Until the next check, at most another half megabyte is added. A value that is larger by itself has its own
        // page.
        int rowsBetweenChecks = (int) Math.max(1, Math.min(ROWS_BETWEEN_CHECKS, PAGE / Math.max(1, largest)));
        try (ParquetWriter<LakeRow> writer = new Builder(stream, new RowWriter(schema), rowsBetweenChecks).build()) {
            for (LakeRow row : rows) {
                writer.write(row);
            }
        }
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema.type(), Map.of());
    }

    @Override
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("there is no Hadoop here");
    }

    @Override
    public String getName() {
        return "trailbridge";
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(LakeRow row) {
        try {
            RowReader.write(row.json(), schema, consumer);
        } catch (IOException e) {
            throw new UncheckedIOException("a row that was checked cannot be written uid=" + row.uid(), e);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<LakeRow, Builder> {
        private final RowWriter support;

        Builder(PositionOutputStream stream, RowWriter support, int rowsBetweenChecks) {
            super(new Output(stream));
            this.support = support;
            withConf(new PlainParquetConfiguration());
            withCodecFactory(new Zstd());
            withCompressionCodec(CompressionCodecName.ZSTD);
            withRowGroupSize(ROW_GROUP);
            withPageSize(PAGE);
            withDictionaryPageSize(PAGE);
            // Size statistics are off: nothing reads the histograms yet, and they are a tenth of a small object.
            withSizeStatisticsEnabled(false);
            withMinRowCountForPageSizeCheck(1);
            withMaxRowCountForPageSizeCheck(rowsBetweenChecks);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<LakeRow> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<LakeRow> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }
    }

    /** An output file for a stream that is already open. */
    private record Output(PositionOutputStream stream) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return stream;
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return stream;
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
