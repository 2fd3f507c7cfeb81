package io.trailbridge.sinks.securitylake;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard compression for the pages of a file, in plain Java. Parquet-java's own codec unpacks a native library into
 * the temporary folder, and a container with a read-only file system may not execute it there.
 */
final class Zstd implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("there is only ZSTD here, not " + codec);
        }
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are only written here");
    }

    @Override
    public void release() {}

    private static final class Compressor implements BytesInputCompressor {
        private final ZstdCompressor zstd = new ZstdCompressor();

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] input = bytes.toByteArray();
            byte[] output = new byte[zstd.maxCompressedLength(input.length)];
            int length = zstd.compress(input, 0, input.length, output, 0, output.length);
            return BytesInput.from(Arrays.copyOf(output, length));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
