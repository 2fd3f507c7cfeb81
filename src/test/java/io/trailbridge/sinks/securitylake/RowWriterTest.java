package io.trailbridge.sinks.securitylake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWriterTest {
    static byte[] file(List<LakeRow> rows, LakeSchema schema) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowWriter.write(rows, schema, new PositionOutputStream() {
            @Override
            public long getPos() {
                return bytes.size();
            }

            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                bytes.write(source, offset, length);
            }
        });
        return bytes.toByteArray();
    }

    private static LakeRow row(String version, String json) {
        LakeRow row = new LakeRows(version, "lake").row(json);
        assertEquals(null, row.refusal(), () -> row.refusal().getMessage());
        return row;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.0", "1.7.0"})
    void everySampleIsReadBackAsItWasWritten(String version) throws IOException {
        Map<Integer, List<LakeRow>> byClass = new TreeMap<>();
        for (String event : LakeEvents.samples(version)) {
            LakeRow row = row(version, event);
            byClass.computeIfAbsent(row.partition().classUid(), uid -> new ArrayList<>())
                    .add(row);
        }
        assertEquals(List.of(2002, 2003, 2004), List.copyOf(byClass.keySet()));
        for (Map.Entry<Integer, List<LakeRow>> rows : byClass.entrySet()) {
            LakeSchema schema = LakeSchema.of(version, rows.getKey());
            LakeFile file = LakeFile.read(file(rows.getValue(), schema));
            assertEquals(schema.type(), file.schema());
            assertEquals(rows.getValue().size(), file.rows().size());
            for (int i = 0; i < file.rows().size(); i++) {
                JsonNode event = LakeEvents.json(rows.getValue().get(i).json());
                JsonNode read = file.rows().get(i);
                assertTrue(LakeFile.isSame(event, read), () -> event + "\nread as\n" + read);
            }
        }
    }

    @Test
    void everyColumnIsCompressedWithZstandard() throws IOException {
        LakeFile file =
                LakeFile.read(file(List.of(row("1.3.0", LakeEvents.flow("s", 1, 1))), LakeSchema.of("1.3.0", 4001)));
        for (BlockMetaData group : file.footer().getBlocks()) {
            for (ColumnChunkMetaData column : group.getColumns()) {
                assertEquals(CompressionCodecName.ZSTD, column.getCodec());
            }
        }
    }

    @Test
    void pagesKeepToOneMegabyteWhateverTheRows() throws IOException {
        List<LakeRow> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            // Small ones first, so that a writer that looks ahead by them is wrong.
            String filler =
                    i < 300 ? "" : ",\"raw_data\":\"" + (i + "x").repeat(60_000).substring(0, 60_000 + i) + "\"";
            rows.add(row("1.3.0", LakeEvents.flow("s", i, i).replaceFirst("\\}$", filler + "}")));
        }
        byte[] bytes = file(rows, LakeSchema.of("1.3.0", 4001));
        List<Integer> sizes = LakePages.uncompressedSizes(bytes);
        assertTrue(sizes.size() > 10, "pages: " + sizes.size());
        assertFalse(
                sizes.stream().anyMatch(size -> size > 1 << 20),
                () -> "largest page: "
                        + sizes.stream().mapToInt(Integer::intValue).max().getAsInt());
    }
}
