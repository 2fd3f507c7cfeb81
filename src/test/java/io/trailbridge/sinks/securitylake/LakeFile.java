package io.trailbridge.sinks.securitylake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A file of the lake as another program reads it: by parquet-java's reader and the reference implementation of
 * Zstandard, by the schema that the file itself carries.
 */
public record LakeFile(ParquetMetadata footer, List<JsonNode> rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static LakeFile read(byte[] bytes) {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ReferenceZstd())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new Input(bytes), options)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            List<JsonNode> rows = new ArrayList<>();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(object(records.read(), schema));
                }
            }
            return new LakeFile(reader.getFooter(), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MessageType schema() {
        return footer.getFileMetaData().getSchema();
    }

    /** Whether the row is the event: free-form JSON is its text. */
    static boolean isSame(JsonNode event, JsonNode column) {
        if (event.isObject() && column.isObject()) {
            List<String> said = new ArrayList<>();
            event.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    said.add(field.getKey());
                }
            });
            return said.size() == column.size()
                    && said.stream().allMatch(name -> column.has(name) && isSame(event.get(name), column.get(name)));
        }
        if (event.isArray() && column.isArray()) {
            boolean same = event.size() == column.size();
            Iterator<JsonNode> others = column.elements();
            for (Iterator<JsonNode> own = event.elements(); same && own.hasNext(); ) {
                same = isSame(own.next(), others.next());
            }
            return same;
        }
        if (event.isNumber() && column.isNumber()) {
            return event.decimalValue().compareTo(column.decimalValue()) == 0;
        }
        return event.equals(column) || column.isTextual() && event.equals(parsed(column.textValue()));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return null;
        }
    }

    private static ObjectNode object(Group group, GroupType type) {
        ObjectNode object = JSON.createObjectNode();
        for (Type field : type.getFields()) {
            if (group.getFieldRepetitionCount(field.getName()) > 0) {
                object.set(field.getName(), value(group, field));
            }
        }
        return object;
    }

    private static JsonNode value(Group group, Type field) {
        String name = field.getName();
        if (!field.isPrimitive()) {
            Group value = group.getGroup(name, 0);
            return field.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
                    ? list(value, field.asGroupType())
                    : object(value, field.asGroupType());
        }
        return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> JSON.getNodeFactory().numberNode(group.getInteger(name, 0));
            case INT64 -> JSON.getNodeFactory().numberNode(group.getLong(name, 0));
            case DOUBLE -> JSON.getNodeFactory().numberNode(group.getDouble(name, 0));
            case BOOLEAN -> JSON.getNodeFactory().booleanNode(group.getBoolean(name, 0));
            case BINARY -> JSON.getNodeFactory().textNode(group.getString(name, 0));
            default -> throw new IllegalStateException("a column of the type " + field);
        };
    }

    /** The three levels: the list, its repeated group, the element. */
    private static ArrayNode list(Group list, GroupType type) {
        ArrayNode array = JSON.createArrayNode();
        GroupType repeated = type.getType("list").asGroupType();
        for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
            Group element = list.getGroup("list", i);
            array.add(
                    element.getFieldRepetitionCount("element") == 0
                            ? JSON.nullNode()
                            : value(element, repeated.getType("element")));
        }
        return array;
    }

    private record Input(byte[] bytes) implements InputFile {
        @Override
        public long getLength() {
            return bytes.length;
        }

        @Override
        public SeekableInputStream newStream() {
            Positioned stream = new Positioned(bytes);
            return new DelegatingSeekableInputStream(stream) {
                @Override
                public long getPos() {
                    return stream.position();
                }

                @Override
                public void seek(long position) {
                    stream.seek(position);
                }
            };
        }
    }

    private static final class Positioned extends ByteArrayInputStream {
        Positioned(byte[] bytes) {
            super(bytes);
        }

        int position() {
            return pos;
        }

        void seek(long position) {
            pos = (int) position;
        }
    }

    private static final class ReferenceZstd
            implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("files are only read here");
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            if (codec != CompressionCodecName.ZSTD) {
                throw new IllegalArgumentException("not Zstandard but " + codec);
            }
            return this;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(Zstd.decompress(bytes.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) {
            byte[] bytes = new byte[compressed];
            input.get(bytes);
            output.put(Zstd.decompress(bytes, size));
        }

        @Override
        public void release() {}
    }
}
