package io.trailbridge.sinks.securitylake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** The pages of a file, by their own headers. */
final class LakePages {
    private LakePages() {}

    static List<Integer> uncompressedSizes(byte[] file) throws IOException {
        int footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
        FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - footer, footer));
        List<Integer> sizes = new ArrayList<>();
        for (RowGroup group : metadata.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                long start = column.getMeta_data().isSetDictionary_page_offset()
                        ? column.getMeta_data().getDictionary_page_offset()
                        : column.getMeta_data().getData_page_offset();
                int length = (int) column.getMeta_data().getTotal_compressed_size();
                ByteArrayInputStream chunk = new ByteArrayInputStream(file, (int) start, length);
                while (chunk.available() > 0) {
                    PageHeader page = Util.readPageHeader(chunk);
                    sizes.add(page.getUncompressed_page_size());
                    chunk.skipNBytes(page.getCompressed_page_size());
                }
            }
        }
        return sizes;
    }
}
