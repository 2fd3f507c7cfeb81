package io.trailbridge.standin.samples;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The project's own sample messages, and an endless stream of events made of them, each of which can be accounted for:
 * {@link #at} gives the n-th message, {@link #expectedUids} what the audit events are counted by that must arrive.
 * The same n gives the same bytes for ever. Safe for any number of threads.
 *
 * <p>A sample's own ids end in {@value #PLACE}; there the stream writes n. {@code index.json} lists the samples and,
 * for each event of a sample, what its UID is made of, written down by hand.
 */
public final class SampleEvents {
    private static final String FOLDER = "/samples/";
    private static final String PLACE = "5a0e7d000000";
    private static final String NAMESPACE = "6f1c9a573c0e4f439d5a2b7e84d10c66";

    /** A part of the UID of an event without a time. */
    private static final String ARRIVAL = "@arrival";

    private static final Pattern TIMELESS = Pattern.compile("\"additionalEventData\":\\{\"kind\":\""
            + "(secure-score|secure-score-control|regulatory-[a-z]+|attack-path)\"");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final List<Template> TEMPLATES = load();
    private static final List<Sample> ALL =
            TEMPLATES.stream().map(Template::sample).toList();
    private static final List<Template> STREAM =
            TEMPLATES.stream().filter(template -> template.uids() != null).toList();

    private static final Map<String, List<JsonNode>> RESULTS = new ConcurrentHashMap<>();

    /** One message. The kind is that of its events, {@code mixed} when they are of several. */
    public record Sample(String name, String kind, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Template(Sample sample, int[] places, List<List<String>> uids) {}

    private SampleEvents() {}

    /** Every sample as its file holds it, also those that are not in the stream. */
    public static List<Sample> all() {
        return ALL;
    }

    /** After so many messages the stream begins again with the first sample. */
    public static int period() {
        return STREAM.size();
    }

    /** The n-th message of the stream, from 0, as UTF-8 JSON. */
    public static byte[] at(long n) {
        Template template = template(n);
        byte[] bytes = template.sample().bytes().clone();
        byte[] digits = digits(n).getBytes(StandardCharsets.US_ASCII);
        for (int place : template.places()) {
            System.arraycopy(digits, 0, bytes, place, digits.length);
        }
        return bytes;
    }

    /** The kind of the n-th message. */
    public static String kindOf(long n) {
        return template(n).sample().kind();
    }

    /** What the audit events are counted by that the n-th message must become, in the order of its events. */
    public static List<String> expectedUids(long n) {
        return template(n).uids().stream()
                .map(parts -> parts.contains(ARRIVAL) ? named(n, parts.get(0)) : uid(n, parts, null))
                .toList();
    }

    /** The UIDs of the audit events that the n-th message must become when it was enqueued at that time. */
    public static List<String> expectedUids(long n, Instant enqueued) {
        return template(n).uids().stream().map(parts -> uid(n, parts, enqueued)).toList();
    }

    /**
     * What an audit event is counted by: its UID, or, where that depends on when the event arrived, the id of the thing
     * that it is about. In the stream there is one event about each thing.
     */
    public static String keyOf(String uid, String eventData) {
        if (!TIMELESS.matcher(eventData).find()) {
            return uid;
        }
        try {
            return JSON.readTree(eventData)
                    .at("/additionalEventData/id")
                    .asText(uid)
                    .toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uid(long n, List<String> parts, Instant enqueued) {
        StringBuilder name = new StringBuilder("event");
        for (String part : parts) {
            String text = part.equals(ARRIVAL) ? enqueued.toString() : part.startsWith("@") ? hash(n, part) : part;
            String named = named(n, text);
            name.append('\n').append(named.length()).append(':').append(named);
        }
        return uuid(name.toString());
    }

    private static String named(long n, String text) {
        return text.toLowerCase(Locale.ROOT).replace(PLACE, digits(n));
    }

    /**
     * A field of each result that the n-th message must become in a format, by the expected outputs beside the samples;
     * fewer than there are events where the format has no form for some.
     *
     * @param format what the outputs' names end in, such as {@code asff} or {@code ocsf-1.3.0}
     * @param pointer the field, such as {@code /finding_info/uid}; a text that may end in the place of n
     */
    public static List<String> expectedTexts(String format, String pointer, long n) {
        String name = template(n).sample().name();
        return RESULTS.computeIfAbsent(name + "." + format + ".json", SampleEvents::results).stream()
                .map(result -> result.at(pointer).textValue().replace(PLACE, digits(n)))
                .toList();
    }

    private static List<JsonNode> results(String file) {
        if (SampleEvents.class.getResource(FOLDER + file) == null) {
            return List.of();
        }
        try {
            JsonNode results = JSON.readTree(read(file));
            List<JsonNode> list = new ArrayList<>();
            (results.isArray() ? results : JSON.createArrayNode().add(results)).forEach(list::add);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Template template(long n) {
        return STREAM.get((int) (n % STREAM.size()));
    }

    private static String digits(long n) {
        return HexFormat.of().toHexDigits(n, PLACE.length());
    }

    /** {@code @content} is replaced by the hash of the whole event, {@code @properties} by that of its properties. */
    private static String hash(long n, String what) {
        try {
            JsonNode event = JSON.readTree(at(n));
            JsonNode hashed = what.equals("@content") ? event : event.get(what.substring(1));
            byte[] canonical = JSON.writeValueAsBytes(JSON.treeToValue(hashed, Map.class));
            return HexFormat.of().formatHex(digest("SHA-256", canonical));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uuid(String name) {
        byte[] hash = digest("SHA-1", HexFormat.of().parseHex(NAMESPACE), name.getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) (hash[6] & 0x0F | 0x50);
        hash[8] = (byte) (hash[8] & 0x3F | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new UUID(bits.getLong(), bits.getLong()).toString();
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Template> load() {
        try {
            List<Template> templates = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry :
                    JSON.readTree(read("index.json")).properties()) {
                String name = entry.getKey();
                byte[] bytes = read(name + ".json");
                Sample sample = new Sample(name, name.substring(0, name.indexOf('.')), bytes);
                templates.add(new Template(sample, places(bytes), uids(entry.getValue())));
            }
            return List.copyOf(templates);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> uids(JsonNode events) {
        if (events.isNull()) {
            return null;
        }
        List<List<String>> uids = new ArrayList<>();
        for (JsonNode parts : events) {
            List<String> texts = new ArrayList<>();
            parts.forEach(part -> texts.add(part.textValue()));
            uids.add(texts);
        }
        return uids;
    }

    private static int[] places(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(PLACE); at >= 0; at = text.indexOf(PLACE, at + 1)) {
            places.add(at);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream stream = SampleEvents.class.getResourceAsStream(FOLDER + file)) {
            if (stream == null) {
                throw new IOException("There is no sample file " + FOLDER + file + " on the class path");
            }
            return stream.readAllBytes();
        }
    }
}
