package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import io.trailbridge.standin.aws.StandInServer.Call;
import io.trailbridge.standin.aws.StandInServer.Reply;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3 for one who stores objects and reads them back: PutObject, the multipart calls, GetObject, HeadObject and
 * ListObjectsV2, path style, held against the public API pages: checksums are checked, parts must be of 5 MiB but the
 * last, in order and with their ETags, and an object is there whole or not at all.
 *
 * <p>{@link #faults()} knows the calls by the names of their operations ({@code UploadPart}). Any thread may use it.
 */
public final class S3StandIn implements ServiceStandIn, StandInServer.Service {
    public static final Failure SLOW_DOWN = new Failure(503, "SlowDown", "Please reduce your request rate.");
    public static final Failure INTERNAL_ERROR =
            new Failure(500, "InternalError", "We encountered an internal error. Please try again.");
    public static final Failure ACCESS_DENIED = new Failure(403, "AccessDenied", "Access Denied");

    /** UTF-8 bytes (S3 user guide, "Naming Amazon S3 objects"). */
    private static final int LONGEST_KEY = 1024;

    private static final Failure KEY_TOO_LONG = new Failure(400, "KeyTooLongError", "Your key is too long");
    private static final Failure NO_SUCH_KEY = new Failure(404, "NoSuchKey", "The specified key does not exist.");
    private static final Pattern PART = Pattern.compile("<Part>(.*?)</Part>", Pattern.DOTALL);

    private final S3Buckets buckets = new S3Buckets();
    private final StandInServer server;
    private final S3Client client;

    private S3StandIn(int port) {
        server = StandInServer.start("s3-stand-in", port, this);
        client = StandInAccount.configure(S3Client.builder(), server.endpoint()).build();
        createBucket(bucket());
    }

    /** On a free port. */
    public static S3StandIn start() {
        return start(0);
    }

    public static S3StandIn start(int port) {
        return new S3StandIn(port);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public S3Client client() {
        return client;
    }

    /** The bucket that exists from the start. */
    public String bucket() {
        return "aws-security-data-lake-" + StandInAccount.REGION.id() + "-standin";
    }

    public void createBucket(String name) {
        buckets.create(name);
    }

    /** The objects of a bucket by key, as they are now. */
    public SortedMap<String, S3Object> objects(String bucket) {
        return buckets.objects(bucket);
    }

    /** How often objects have been stored, those that overwrote one included. */
    public int timesStored() {
        return buckets.timesStored();
    }

    /** Multipart uploads that are neither complete nor aborted: what would go on costing. */
    public int openUploads() {
        return buckets.openUploads();
    }

    /** Calls of this operation that have come in, failed ones and the SDK's retries included. */
    public int calls(String operation) {
        return server.calls(operation);
    }

    @Override
    public void stopListening() {
        server.stopListening();
    }

    @Override
    public void listenAgain() {
        server.listenAgain();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    @Override
    public String action(String method, URI uri, Headers headers) {
        Map<String, String> query = query(uri);
        boolean upload = query.containsKey("uploadId");
        return switch (method) {
            case "PUT" -> query.containsKey("partNumber") ? "UploadPart" : "PutObject";
            case "POST" ->
                query.containsKey("uploads") ? "CreateMultipartUpload" : upload ? "CompleteMultipartUpload" : "Unknown";
            case "DELETE" -> upload ? "AbortMultipartUpload" : "Unknown";
            case "GET" -> query.containsKey("list-type") ? "ListObjectsV2" : "GetObject";
            case "HEAD" -> "HeadObject";
            default -> "Unknown";
        };
    }

    @Override
    public Reply failed(Failure failure) {
        return S3Xml.error(failure);
    }

    @Override
    public Reply answer(Call call) {
        String[] path = call.uri().getPath().split("/", 3);
        String bucket = path[1];
        String key = path.length < 3 ? "" : path[2];
        if (!buckets.exists(bucket)) {
            return failed(new Failure(404, "NoSuchBucket", "The specified bucket does not exist"));
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            return failed(KEY_TOO_LONG);
        }
        Map<String, String> query = query(call.uri());
        try {
            return switch (call.action()) {
                case "PutObject" -> put(bucket, key, call);
                case "CreateMultipartUpload" ->
                    S3Xml.ok(S3Xml.element(
                            "InitiateMultipartUploadResult",
                            S3Xml.element("Bucket", bucket)
                                    + S3Xml.element("Key", key)
                                    + S3Xml.element("UploadId", buckets.begin(bucket, key, call.headers()))));
                case "UploadPart" -> part(query, call);
                case "CompleteMultipartUpload" ->
                    S3Xml.ok(S3Xml.element(
                            "CompleteMultipartUploadResult",
                            S3Xml.element("Bucket", bucket)
                                    + S3Xml.element("Key", key)
                                    + S3Xml.element("ETag", buckets.complete(query.get("uploadId"), parts(call)))));
                case "AbortMultipartUpload" -> {
                    buckets.abort(query.get("uploadId"));
                    yield new Reply(204, new Headers(), new byte[0]);
                }
                case "GetObject", "HeadObject" -> get(bucket, key, call.action().equals("HeadObject"));
                case "ListObjectsV2" -> S3Xml.list(bucket, query, buckets.objects(bucket));
                default -> failed(new Failure(405, "MethodNotAllowed", "there is no such call here"));
            };
        } catch (S3Refusal e) {
            return failed(e.failure());
        }
    }

    private Reply put(String bucket, String key, Call call) throws S3Refusal {
        S3Body body = S3Body.of(call);
        String etag = buckets.put(bucket, key, body.bytes(), call.headers());
        return stored(etag, body);
    }

    private Reply part(Map<String, String> query, Call call) throws S3Refusal {
        S3Body body = S3Body.of(call);
        String etag = buckets.part(query.get("uploadId"), Integer.parseInt(query.get("partNumber")), body.bytes());
        return stored(etag, body);
    }

    private static Reply stored(String etag, S3Body body) {
        var headers = new Headers();
        headers.set("ETag", etag);
        body.checksums().forEach(headers::set);
        return new Reply(200, headers, new byte[0]);
    }

    private Reply get(String bucket, String key, boolean head) {
        S3Object object = buckets.objects(bucket).get(key);
        if (object == null) {
            return head ? new Reply(404, new Headers(), new byte[0]) : failed(NO_SUCH_KEY);
        }
        var headers = new Headers();
        headers.set("ETag", object.etag());
        headers.set("Content-Type", object.contentType());
        return new Reply(200, headers, head ? new byte[0] : object.bytes());
    }

    private static List<S3Buckets.NamedPart> parts(Call call) {
        List<S3Buckets.NamedPart> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(new String(call.body(), StandardCharsets.UTF_8));
        while (matcher.find()) {
            parts.add(new S3Buckets.NamedPart(
                    Integer.parseInt(S3Xml.text(matcher.group(1), "PartNumber")),
                    S3Xml.text(matcher.group(1), "ETag")));
        }
        return parts;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] halves = pair.split("=", 2);
            query.put(decode(halves[0]), halves.length == 1 ? "" : decode(halves[1]));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
