package io.trailbridge.flowlogs.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.envelope.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one record as a stream: it never holds more than one tuple. The context of a tuple (the record's fields, the
 * labels of its arrays) usually comes before it. If it comes after the tuple, {@link #parse} stops with
 * {@link Result#OUT_OF_ORDER}; then {@link #readLabels} reads the context, and another {@code parse} of the same record
 * continues after the tuples that were already handed over. Not thread-safe.
 */
final class FlowRecordParser {
    /** Receives the tuples of a record, in their order. */
    interface Tuples {
        /**
         * @param outer the label of the outer array's element; may be null, like the inner one
         * @param index the tuple's index in its record
         * @throws NoRecordException if the tuple shows that none of the record's tuples can be read
         */
        void tuple(RecordContext record, String outer, String inner, int index, String text) throws NoRecordException;

        /** Receives an element that is neither a tuple nor an array of tuples where one was expected. */
        void unreadable(RecordContext record, int index, String reason);
    }

    enum Result {
        COMPLETE,
        OUT_OF_ORDER
    }

    /** Maximum length of a string in characters; far above the length of a tuple or a label. */
    private static final int MAX_TEXT = 100_000;

    private static final JsonFactory JSON = JsonText.foreign()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();

    /** The labels of an outer element and of its inner elements. */
    private record Labels(String outer, List<String> inner) {}

    private final RecordContext context = new RecordContext();
    private final List<Labels> labels = new ArrayList<>();
    private boolean labelsKnown;
    private int handed;
    private int seen;
    /** Number of elements in all arrays of flows: a record may have more than one array. */
    private int outers;

    private boolean hasFlows;
    private Tuples target;
    private JsonParser json;

    /** @param handed how many elements an earlier reading of the record has handed over */
    FlowRecordParser(int handed) {
        this.handed = handed;
    }

    /** Returns how many elements have been handed over. */
    int handed() {
        return handed;
    }

    /**
     * Reads a record.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON; the tuples before the error have
     *     been handed over
     * @throws NoRecordException if it is JSON but not a record of a flow log, or a record of an unknown version
     */
    Result parse(InputStream record, Tuples tuples) throws IOException, NoRecordException {
        target = tuples;
        return read(record);
    }

    /** Reads everything in the record except its tuples. */
    void readLabels(InputStream record) throws IOException, NoRecordException {
        target = null;
        labels.clear();
        read(record);
        labelsKnown = true;
    }

    private Result read(InputStream record) throws IOException, NoRecordException {
        seen = 0;
        outers = 0;
        hasFlows = false;
        try (JsonParser parser = JSON.createParser(record)) {
            json = parser;
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new NoRecordException("it is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName().toLowerCase(Locale.ROOT);
                json.nextToken();
                FlowLogForm form = FlowLogForm.ofHolder(name);
                if (form == null) {
                    field(name);
                } else if (!holder(form)) {
                    return Result.OUT_OF_ORDER;
                }
            }
            json.finishToken();
        }
        if (!hasFlows) {
            throw new NoRecordException("it has neither flowRecords nor properties with flows");
        }
        return Result.COMPLETE;
    }

    private void field(String name) throws IOException {
        if (!json.currentToken().isScalarValue()) {
            json.skipChildren();
            return;
        }
        String text = json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
        if (text.isBlank()) {
            return;
        }
        switch (name) {
            case "time" -> context.time = TimeText.parse(text);
            case "flowlogversion" -> context.version = text;
            case "flowlogguid", "systemid" -> context.guid = text;
            case "macaddress" -> context.mac = text;
            case "category" -> context.category = text;
            case "flowlogresourceid" -> context.flowLogResource = text;
            case "targetresourceid", "resourceid" -> context.targetResource = text;
            default -> {
                // The field is irrelevant to its tuples.
            }
        }
    }

    /** Reads the object with the array of flows. Returns whether it was read to its end. */
    private boolean holder(FlowLogForm form) throws IOException, NoRecordException {
        context.form = form;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new NoRecordException("its flows are not in an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName().toLowerCase(Locale.ROOT);
            json.nextToken();
            if (name.equals(FlowLogForm.FLOWS) && json.currentToken() == JsonToken.START_ARRAY) {
                hasFlows = true;
                if (target != null && !labelsKnown && !context.isComplete(form)) {
                    return false;
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!outer(form, outers++)) {
                        return false;
                    }
                }
            } else if (name.equals("version") && json.currentToken().isScalarValue()) {
                context.version = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return true;
    }

    private boolean outer(FlowLogForm form, int index) throws IOException, NoRecordException {
        if (target == null) {
            labels.add(null);
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            unreadable("an element of flows is no object");
            json.skipChildren();
            return true;
        }
        String label = labelsKnown ? labels.get(index).outer() : null;
        List<String> inner = labelsKnown ? labels.get(index).inner() : new ArrayList<>();
        int inners = 0;
        boolean any = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName().toLowerCase(Locale.ROOT);
            json.nextToken();
            if (name.equals(form.outerLabel()) && json.currentToken().isScalarValue()) {
                label = json.getText();
            } else if (name.equals(form.innerList()) && json.currentToken() == JsonToken.START_ARRAY) {
                any = true;
                if (target != null && !labelsKnown && label == null) {
                    return false;
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!inner(form, label, inner, inners++)) {
                        return false;
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        if (target == null) {
            labels.set(index, new Labels(label, inner));
        }
        if (!any) {
            unreadable("an element of flows has no " + form.innerList());
        }
        return true;
    }

    private boolean inner(FlowLogForm form, String outer, List<String> known, int index)
            throws IOException, NoRecordException {
        if (target == null) {
            known.add(null);
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            unreadable("an element of " + form.innerList() + " is no object");
            json.skipChildren();
            return true;
        }
        String label = labelsKnown ? known.get(index) : null;
        boolean any = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName().toLowerCase(Locale.ROOT);
            json.nextToken();
            if (name.equals(form.innerLabel()) && json.currentToken().isScalarValue()) {
                label = json.getText();
            } else if (name.equals(FlowLogForm.TUPLES) && json.currentToken() == JsonToken.START_ARRAY) {
                any = true;
                if (target == null) {
                    json.skipChildren();
                } else if (!labelsKnown && label == null) {
                    return false;
                } else {
                    tuples(outer, label);
                }
            } else {
                json.skipChildren();
            }
        }
        if (target == null) {
            known.set(index, label);
        }
        if (!any) {
            unreadable("an element of " + form.innerList() + " has no flowTuples");
        }
        return true;
    }

    private void tuples(String outer, String inner) throws IOException, NoRecordException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                unreadable("a tuple is no text");
                json.skipChildren();
            } else {
                // Reads the string to its end: a tuple that is cut off by the end of the blob must not count as handed
                // over.
                String text = json.getText();
                if (isNew()) {
                    target.tuple(context, outer, inner, handed++, text);
                }
            }
        }
    }

    private void unreadable(String reason) {
        if (target != null && isNew()) {
            target.unreadable(context, handed++, reason);
        }
    }

    /** Returns whether the next element was not handed over by an earlier reading of the record. */
    private boolean isNew() {
        return ++seen > handed;
    }
}
