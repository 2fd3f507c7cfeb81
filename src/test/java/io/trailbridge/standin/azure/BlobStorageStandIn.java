package io.trailbridge.standin.azure;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One storage account at {@code http://127.0.0.1:port/account}: reads of blobs and ranges, of their properties, with
 * conditions and the check of the shared key. Tests write blobs through its methods, as Network Watcher does. Any thread
 * may use it.
 */
public final class BlobStorageStandIn implements AutoCloseable {
    public static final String ACCOUNT = "flowlogs";
    public static final String CONTAINER = "insights-logs-flowlogflowevent";

    private static final byte[] KEY = "a key of the stand-in".getBytes(StandardCharsets.UTF_8);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final String TAIL = "]}";
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    static {
        // Read once, when the first server of this JVM starts; without it every answer waits for a delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, StoredBlob> blobs = new ConcurrentHashMap<>();
    private final BlobFaults faults = new BlobFaults();
    private final SharedKey key = new SharedKey(ACCOUNT, KEY);
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong bytesServed = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final ExecutorService threads;
    private final HttpServer server;

    private BlobStorageStandIn() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "blob-storage-stand-in-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** On a free port. */
    public static BlobStorageStandIn start() {
        return new BlobStorageStandIn();
    }

    /** Returns the endpoint of the account's blob service, without a slash at its end. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + ACCOUNT;
    }

    public String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey="
                + Base64.getEncoder().encodeToString(KEY) + ";BlobEndpoint=" + endpoint() + ";";
    }

    public String url(String path) {
        return endpoint() + "/" + CONTAINER + "/" + path;
    }

    public BlobFaults faults() {
        return faults;
    }

    /** Requests for content, failed ones and the SDK's retries included. */
    public int reads() {
        return reads.get();
    }

    /** Requests for properties. */
    public int looks() {
        return looks.get();
    }

    /** Returns the number of bytes of content that were sent. */
    public long bytesServed() {
        return bytesServed.get();
    }

    /** Writes a new blob, or another in its place. */
    public StoredBlob put(String path, byte[] content) {
        return blobs.compute(path, (name, old) -> written(content, Instant.now()));
    }

    public StoredBlob put(String path, String content) {
        return put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a record to a flow log, which is created if it does not exist: the end of the list is rewritten. */
    public StoredBlob append(String path, String record) {
        return blobs.compute(path, (name, old) -> {
            String text = old == null
                    ? "{\"records\":[" + record + TAIL
                    : new String(old.content(), 0, old.content().length - TAIL.length(), StandardCharsets.UTF_8) + ","
                            + record + TAIL;
            return written(text.getBytes(StandardCharsets.UTF_8), old == null ? Instant.now() : old.created());
        });
    }

    public void delete(String path) {
        blobs.remove(path);
    }

    private StoredBlob written(byte[] content, Instant created) {
        long next = sequence.incrementAndGet();
        return new StoredBlob(content, String.format("\"0x8DC59%010X\"", next), created, Instant.now(), next);
    }

    /** The notice of a state, in the Event Grid schema of a storage account. */
    public static String notice(String url, StoredBlob blob) {
        return "{\"topic\":\"/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg-net/providers/"
                + "Microsoft.Storage/storageAccounts/" + ACCOUNT + "\",\"subject\":\"/blobServices/default/containers/"
                + CONTAINER + "/blobs/x\",\"eventType\":\"Microsoft.Storage.BlobCreated\",\"eventTime\":\""
                + blob.modified()
                + "\",\"id\":\"" + blob.sequence() + "\",\"data\":{\"api\":\"PutBlockList\",\"eTag\":"
                + blob.etag() + ",\"contentType\":\"application/octet-stream\",\"contentLength\":"
                + blob.content().length + ",\"blobType\":\"BlockBlob\",\"url\":\"" + url + "\",\"sequencer\":\""
                + String.format("%048x", blob.sequence()) + "\"},\"dataVersion\":\"\",\"metadataVersion\":\"1\"}";
    }

    @Override
    public void close() {
        faults.clear();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closing an exchange that has no complete answer closes its connection.
        try (exchange) {
            boolean look = exchange.getRequestMethod().equals("HEAD");
            (look ? looks : reads).incrementAndGet();
            Thread.sleep(faults.delay().toMillis());
            if (faults.refuses()) {
                return;
            }
            BlobFaults.Failure failure = faults.next();
            if (failure == null) {
                answer(exchange, look);
            } else {
                fail(exchange, failure.status(), failure.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, boolean look) throws IOException {
        Headers request = exchange.getRequestHeaders();
        String prefix = "/" + ACCOUNT + "/" + CONTAINER + "/";
        String path = exchange.getRequestURI().getPath();
        if (!key.signs(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getQuery(),
                request)) {
            fail(exchange, 403, "AuthenticationFailed");
            return;
        }
        if (!path.startsWith(prefix)) {
            fail(exchange, 404, "ContainerNotFound");
            return;
        }
        StoredBlob blob = blobs.get(path.substring(prefix.length()));
        String match = request.getFirst("If-Match");
        if (blob == null) {
            fail(exchange, 404, "BlobNotFound");
        } else if (match != null && !match.equals("*") && !unquoted(match).equals(unquoted(blob.etag()))) {
            fail(exchange, 412, "ConditionNotMet");
        } else {
            send(exchange, blob, look);
        }
    }

    /** The service accepts an ETag with and without its quotes, and the SDK sends it without. */
    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private void send(HttpExchange exchange, StoredBlob blob, boolean look) throws IOException {
        Headers answer = exchange.getResponseHeaders();
        answer.set("ETag", blob.etag());
        answer.set("Last-Modified", HTTP_TIME.format(blob.modified()));
        answer.set("x-ms-creation-time", HTTP_TIME.format(blob.created()));
        answer.set("x-ms-blob-type", "BlockBlob");
        answer.set("x-ms-version", "2026-02-06");
        answer.set("Content-Type", "application/octet-stream");
        answer.set("Accept-Ranges", "bytes");
        if (look) {
            answer.set("Content-Length", String.valueOf(blob.content().length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        int length = blob.content().length;
        Headers request = exchange.getRequestHeaders();
        String asked =
                request.getFirst("x-ms-range") == null ? request.getFirst("Range") : request.getFirst("x-ms-range");
        Matcher range = asked == null ? null : RANGE.matcher(asked);
        int from = 0;
        int to = length;
        if (range != null && range.matches()) {
            from = (int) Math.min(Integer.MAX_VALUE, Long.parseLong(range.group(1)));
            to = range.group(2).isEmpty() ? length : (int) Math.min(length, Long.parseLong(range.group(2)) + 1);
            if (from >= length) {
                fail(exchange, 416, "InvalidRange");
                return;
            }
            answer.set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
        }
        int sent = faults.cuts() ? (to - from) / 2 : to - from;
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from == 0 ? -1 : to - from);
        OutputStream out = exchange.getResponseBody();
        // Before they are sent: whoever has them must find them counted.
        bytesServed.addAndGet(sent);
        out.write(blob.content(), from, sent);
        out.flush();
    }

    private static void fail(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("x-ms-error-code", code);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        byte[] body = ("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + code
                        + " by the stand-in.</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        boolean look = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, look ? -1 : body.length);
        if (!look) {
            exchange.getResponseBody().write(body);
        }
    }
}
