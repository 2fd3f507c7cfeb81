package io.trailbridge.transform.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailbridge.encoding.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.TreeMap;

/** Computes the SHA-256 of a value's compact JSON, with the fields of each object sorted by name. */
public final class CanonicalDigest {
    private static final JsonFactory JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .getFactory();

    private CanonicalDigest() {}

    public static String of(JsonNode value) {
        MessageDigest sha256 = Digests.sha256();
        try (JsonGenerator json =
                JSON.createGenerator(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("The value cannot be written as JSON", e);
        }
        return Digests.hex(sha256.digest());
    }

    private static void write(JsonNode value, JsonGenerator json) throws IOException {
        if (value.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            json.writeStartObject();
            for (var field : sorted.entrySet()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value.isArray()) {
            json.writeStartArray();
            for (JsonNode element : value) {
                write(element, json);
            }
            json.writeEndArray();
        } else {
            json.writeTree(value);
        }
    }
}
