package io.trailbridge.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.fuzz.Samples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * The inputs of a run: the same seed and number give the same input, in whatever order they are asked for. Most are of
 * the size of real events, to be many; one in 50 is some ten times larger, one in 1,000 up to the megabyte that a hub
 * takes. Thread-safe.
 */
final class Inputs {
    /** Event Hubs accepts events of 1 MB. */
    static final int LARGEST = 1_000_000;

    private static final int SMALL = 1500;
    private static final int MEDIUM = 40_000;
    private static final int ONE_MEDIUM_IN = 50;
    private static final int ONE_LARGE_IN = 1000;
    private static final int MOST_CHANGES = 4;

    private final long seed;
    private final Samples samples;

    Inputs(long seed, Samples samples) {
        this.seed = seed;
        this.samples = samples;
    }

    Input at(long number) {
        // Neighbours are far apart: Random begins alike for seeds that are alike.
        Random random = new Random((seed * 0x9E3779B97F4A7C15L + number) * 0xBF58476D1CE4E5B9L >>> 8);
        int of = random.nextInt(100);
        Input.Kind kind = of < 75
                ? Input.Kind.EVENT
                : of < 82 ? Input.Kind.MESSAGE : of < 85 ? Input.Kind.COMPRESSED_MESSAGE : Input.Kind.FLOW_LOG;
        List<Sample> from = kind == Input.Kind.FLOW_LOG ? samples.flowLogs() : samples.events();
        Sample sample = OddText.one(random, from);
        Sample donor = OddText.one(random, from);
        int budget = budget(random);
        boolean message = kind == Input.Kind.MESSAGE || kind == Input.Kind.COMPRESSED_MESSAGE;
        JsonNode json = message ? envelope(sample.json()) : sample.json();
        int way = random.nextInt(20);
        byte[] bytes = message ? Json.bytes(json, false) : sample.bytes();
        if (way < 16) {
            int changes = 1 + random.nextInt(MOST_CHANGES);
            int each = Math.max(1, budget / changes);
            JsonNode mutated = new StructureMutator(json, donor.json(), random, each).mutate(changes);
            bytes = Json.bytes(mutated, random.nextInt(4) == 0);
        }
        if (kind == Input.Kind.COMPRESSED_MESSAGE) {
            bytes = compressed(capped(bytes));
        }
        if (way > 11) {
            bytes = new ByteMutator(donor.bytes(), random, budget).mutate(bytes, 1 + random.nextInt(MOST_CHANGES));
        }
        return new Input(number, kind, capped(bytes), random.nextInt(Integer.MAX_VALUE));
    }

    private static int budget(Random random) {
        if (random.nextInt(ONE_LARGE_IN) == 0) {
            // As many between 100 kB and 200 kB as between 400 kB and 800 kB.
            return (int) (LARGEST * Math.pow(2, -4 * random.nextDouble()));
        }
        return random.nextInt(ONE_MEDIUM_IN) == 0 ? MEDIUM : SMALL;
    }

    private static byte[] capped(byte[] bytes) {
        return bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
    }

    /** As the hub's route writes it, but for the time of its making. */
    private static JsonNode envelope(JsonNode event) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.set("event_data", event);
        ObjectNode metadata = envelope.putObject("event_metadata")
                .put("sequence_number", "90211")
                .put("offset", "1")
                .put("enqueued_time", "2026-05-05T10:00:00.123Z")
                .put("partition_id", "3")
                .putNull("partition_key");
        metadata.putObject("properties");
        metadata.putObject("system_properties").put("x-opt-partition-key", "k");
        envelope.putObject("processing_metadata")
                .put("source", "azure-eventhub")
                .put("eventhub_name", "defender-export")
                .put("consumer_group", "$Default");
        return envelope;
    }

    private static byte[] compressed(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray()).getBytes(StandardCharsets.US_ASCII);
    }
}
