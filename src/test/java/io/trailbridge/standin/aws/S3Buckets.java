package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The buckets of {@link S3StandIn}, and the uploads in progress. Guarded by itself. */
final class S3Buckets {
    private static final int SMALLEST_PART = 5 << 20;
    private static final int MOST_PARTS = 10_000;

    /** A part as CompleteMultipartUpload names it. */
    record NamedPart(int number, String etag) {}

    private record Upload(String bucket, String key, Headers headers, TreeMap<Integer, byte[]> parts) {}

    private final Map<String, TreeMap<String, S3Object>> buckets = new HashMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();
    private int timesStored;

    synchronized void create(String name) {
        buckets.putIfAbsent(name, new TreeMap<>());
    }

    synchronized boolean exists(String name) {
        return buckets.containsKey(name);
    }

    synchronized SortedMap<String, S3Object> objects(String bucket) {
        return new TreeMap<>(buckets.get(bucket));
    }

    synchronized int timesStored() {
        return timesStored;
    }

    synchronized int openUploads() {
        return uploads.size();
    }

    synchronized String put(String bucket, String key, byte[] bytes, Headers headers) {
        return store(bucket, key, S3Object.of(bytes, etag(bytes), headers, 1));
    }

    private String store(String bucket, String key, S3Object object) {
        timesStored++;
        buckets.get(bucket).put(key, object);
        return object.etag();
    }

    synchronized String begin(String bucket, String key, Headers headers) {
        String id = UUID.randomUUID().toString();
        uploads.put(id, new Upload(bucket, key, headers, new TreeMap<>()));
        return id;
    }

    synchronized String part(String uploadId, int number, byte[] bytes) throws S3Refusal {
        if (number < 1 || number > MOST_PARTS) {
            throw new S3Refusal(400, "InvalidArgument", "Part number must be an integer between 1 and 10000");
        }
        upload(uploadId).parts().put(number, bytes);
        return etag(bytes);
    }

    synchronized void abort(String uploadId) throws S3Refusal {
        upload(uploadId);
        uploads.remove(uploadId);
    }

    synchronized String complete(String uploadId, List<NamedPart> named) throws S3Refusal {
        Upload upload = upload(uploadId);
        if (named.isEmpty()) {
            throw new S3Refusal(400, "MalformedXML", "You must specify at least one part");
        }
        for (int i = 1; i < named.size(); i++) {
            if (named.get(i).number() <= named.get(i - 1).number()) {
                throw new S3Refusal(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (NamedPart part : named) {
            byte[] bytes = upload.parts().get(part.number());
            if (bytes == null || !etag(bytes).equals(part.etag())) {
                throw new S3Refusal(400, "InvalidPart", "One or more of the specified parts could not be found.");
            }
            if (bytes.length < SMALLEST_PART && part != named.get(named.size() - 1)) {
                throw new S3Refusal(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed");
            }
            whole.writeBytes(bytes);
        }
        uploads.remove(uploadId);
        byte[] bytes = whole.toByteArray();
        String etag = etag(bytes).replaceFirst("\"$", "-" + named.size() + "\"");
        return store(upload.bucket(), upload.key(), S3Object.of(bytes, etag, upload.headers(), named.size()));
    }

    private Upload upload(String id) throws S3Refusal {
        Upload upload = uploads.get(id);
        if (upload == null) {
            throw new S3Refusal(404, "NoSuchUpload", "The specified multipart upload does not exist.");
        }
        return upload;
    }

    private static String etag(byte[] bytes) {
        try {
            return '"'
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
