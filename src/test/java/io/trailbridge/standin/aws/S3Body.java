package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import io.trailbridge.standin.aws.StandInServer.Call;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What a call uploads, taken out of its aws-chunked form where it has that: {@code size;chunk-signature=..}, the bytes,
 * and after the last chunk trailing headers, of which the CRC-32 is checked. Signatures are not.
 *
 * @param checksums those that came with it, by header
 */
record S3Body(byte[] bytes, Map<String, String> checksums) {
    private static final String CRC32_HEADER = "x-amz-checksum-crc32";

    static S3Body of(Call call) throws S3Refusal {
        Headers headers = call.headers();
        Map<String, String> checksums = new TreeMap<>();
        String inHeader = headers.getFirst(CRC32_HEADER);
        if (inHeader != null) {
            checksums.put(CRC32_HEADER, inHeader);
        }
        byte[] bytes = call.body();
        String encoding = headers.getFirst("Content-Encoding");
        String sha = headers.getFirst("x-amz-content-sha256");
        if (encoding != null && encoding.contains("aws-chunked") || sha != null && sha.startsWith("STREAMING")) {
            bytes = unchunk(call.body(), checksums);
            String length = headers.getFirst("x-amz-decoded-content-length");
            if (length == null || Long.parseLong(length) != bytes.length) {
                throw new S3Refusal(400, "IncompleteBody", "The request has not the length that it announces");
            }
        }
        String crc = checksums.get(CRC32_HEADER);
        if (crc != null && !crc.equals(crc32(bytes))) {
            throw new S3Refusal(400, "BadDigest", "The CRC32 you specified did not match what was received.");
        }
        return new S3Body(bytes, checksums);
    }

    private static byte[] unchunk(byte[] body, Map<String, String> trailers) throws S3Refusal {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length);
        int[] at = {0};
        while (true) {
            int size = Integer.parseInt(line(body, at).split(";")[0], 16);
            if (size == 0) {
                break;
            }
            bytes.write(body, at[0], size);
            at[0] += size;
            line(body, at);
        }
        String trailer = line(body, at);
        while (!trailer.isEmpty()) {
            String[] halves = trailer.split(":", 2);
            if (halves[0].startsWith("x-amz-checksum-")) {
                trailers.put(halves[0], halves[1].trim());
            }
            trailer = line(body, at);
        }
        return bytes.toByteArray();
    }

    private static String line(byte[] body, int[] at) throws S3Refusal {
        for (int end = at[0]; end + 1 < body.length; end++) {
            if (body[end] == '\r' && body[end + 1] == '\n') {
                String line = new String(body, at[0], end - at[0], StandardCharsets.US_ASCII);
                at[0] = end + 2;
                return line;
            }
        }
        throw new S3Refusal(400, "IncompleteBody", "The request body terminated unexpectedly");
    }

    private static String crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
