package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;

/**
 * A stored object.
 *
 * @param encryption {@code x-amz-server-side-encryption} of the call that stored it; null when it had none
 * @param kmsKeyId {@code x-amz-server-side-encryption-aws-kms-key-id}; null likewise
 * @param parts 1 for PutObject
 */
public record S3Object(byte[] bytes, String etag, String contentType, String encryption, String kmsKeyId, int parts) {
    static S3Object of(byte[] bytes, String etag, Headers headers, int parts) {
        String contentType = headers.getFirst("Content-Type");
        return new S3Object(
                bytes,
                etag,
                contentType == null ? "binary/octet-stream" : contentType,
                headers.getFirst("x-amz-server-side-encryption"),
                headers.getFirst("x-amz-server-side-encryption-aws-kms-key-id"),
                parts);
    }
}
