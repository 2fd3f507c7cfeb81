package io.trailbridge.sinks.securitylake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.trailbridge.envelope.JsonText;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Reads the JSON of a row into columns as a stream, without building a tree. Rows are both checked and written by this
 * class, so that every row that passes the check can be written.
 */
final class RowReader {
    private static final JsonFactory JSON = JsonText.foreign().build();
    private static final JsonFactory STRICT = JsonText.foreign()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String text;
    private final JsonParser json;
    private final RecordConsumer out;

    private RowReader(String text, JsonParser json, RecordConsumer out) {
        this.text = text;
        this.json = json;
        this.out = out;
    }

    /**
     * Checks a row without writing it.
     *
     * @throws NotInSchemaException when the row cannot be written
     * @throws IOException when the text is not JSON, or an object in it has a duplicate field
     */
    static void check(String text, LakeSchema schema) throws IOException {
        read(STRICT, text, schema, NoRecord.INSTANCE);
    }

    /** Writes a row that has been checked. */
    static void write(String text, LakeSchema schema, RecordConsumer out) throws IOException {
        read(JSON, text, schema, out);
    }

    private static void read(JsonFactory factory, String text, LakeSchema schema, RecordConsumer out)
            throws IOException {
        try (JsonParser json = factory.createParser(text)) {
            RowReader reader = new RowReader(text, json, out);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw reader.misfit("a row must be an object");
            }
            out.startMessage();
            reader.fields(schema.columns());
            out.endMessage();
            if (json.nextToken() != null) {
                throw reader.misfit("something follows the row");
            }
        }
    }

    private void fields(Map<String, Column> columns) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Column column = columns.get(json.currentName());
            JsonToken token = json.nextToken();
            if (column == null) {
                throw misfit("the schema has no such attribute");
            }
            if (token != JsonToken.VALUE_NULL) {
                out.startField(column.name(), column.index());
                if (column.list()) {
                    list(column);
                } else {
                    value(column);
                }
                out.endField(column.name(), column.index());
            }
        }
    }

    private void list(Column column) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw misfit("it must be a list");
        }
        out.startGroup();
        if (json.nextToken() != JsonToken.END_ARRAY) {
            out.startField("list", 0);
            do {
                out.startGroup();
                if (json.currentToken() != JsonToken.VALUE_NULL) {
                    out.startField("element", 0);
                    value(column);
                    out.endField("element", 0);
                }
                out.endGroup();
            } while (json.nextToken() != JsonToken.END_ARRAY);
            out.endField("list", 0);
        }
        out.endGroup();
    }

    private void value(Column column) throws IOException {
        switch (column.type()) {
            case OBJECT -> {
                require(JsonToken.START_OBJECT, "an object");
                out.startGroup();
                fields(column.columns());
                out.endGroup();
            }
            case JSON -> out.addBinary(Binary.fromString(asItStands()));
            case TEXT -> {
                require(JsonToken.VALUE_STRING, "a string");
                out.addBinary(Binary.fromString(json.getText()));
            }
            case INT -> out.addInteger((int) integer(true));
            case LONG -> out.addLong(integer(false));
            case DOUBLE -> {
                if (!json.currentToken().isNumeric()) {
                    throw misfit("it must be a number");
                }
                out.addDouble(json.getDoubleValue());
            }
            case BOOLEAN -> {
                if (!json.currentToken().isBoolean()) {
                    throw misfit("it must be true or false");
                }
                out.addBoolean(json.getBooleanValue());
            }
            default -> throw new IllegalStateException("a column of the type " + column.type());
        }
    }

    private long integer(boolean small) throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, "an integer");
        try {
            return small ? json.getIntValue() : json.getLongValue();
        } catch (InputCoercionException e) {
            throw misfit("it has more than " + (small ? 32 : 64) + " bits");
        }
    }

    /** Returns the JSON of the value that begins here, unchanged; its last token becomes the current one. */
    private String asItStands() throws IOException {
        long start = json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        return text.substring((int) start, (int) json.currentLocation().getCharOffset());
    }

    private void require(JsonToken token, String what) throws NotInSchemaException {
        if (json.currentToken() != token) {
            throw misfit("it must be " + what);
        }
    }

    private NotInSchemaException misfit(String reason) {
        return new NotInSchemaException(json.getParsingContext().pathAsPointer().toString(), reason);
    }
}
