package io.trailbridge.sinks.securitylake;

import io.trailbridge.fault.OneLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.PositionOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object that is uploaded while it is written. It holds at most one part in memory; an object smaller than a part is
 * put in one call. The object does not exist before {@link #complete()} has returned, and none of its parts exists
 * after {@link #abort()}. Not thread-safe: for one thread.
 */
final class ObjectUpload extends PositionOutputStream {
    /** Size of a part in bytes. S3 accepts no parts below 5 MiB except the last, and at most 10,000 parts. */
    static final int PART = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ObjectUpload.class);
    private static final String CONTENT_TYPE = "application/vnd.apache.parquet";

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String kmsKeyId;
    private final Part part = new Part();
    private final List<CompletedPart> parts = new ArrayList<>();
    private String uploadId;
    private long position;

    /** @param kmsKeyId null to encrypt with the bucket's default */
    ObjectUpload(S3Client s3, String bucket, String key, String kmsKeyId) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.kmsKeyId = kmsKeyId;
    }

    /** The bytes of one part, readable without a copy. */
    private static final class Part extends ByteArrayOutputStream {
        RequestBody body() {
            byte[] bytes = buf;
            int length = count;
            return RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
        }
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (part.size() == PART) {
                uploadPart();
            }
            int piece = Math.min(left, PART - part.size());
            part.write(bytes, from, piece);
            from += piece;
            left -= piece;
        }
        position += length;
    }

    /** Completes the upload. The object exists when this returns; anything written afterwards is lost. */
    void complete() {
        if (uploadId == null) {
            s3.putObject(
                    put -> {
                        put.bucket(bucket).key(key).contentType(CONTENT_TYPE);
                        if (kmsKeyId != null) {
                            put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId(kmsKeyId);
                        }
                    },
                    part.body());
            return;
        }
        uploadPart();
        s3.completeMultipartUpload(complete ->
                complete.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
    }

    /** Discards the uploaded parts. An object of this key that existed before stays. */
    void abort() {
        if (uploadId == null) {
            return;
        }
        // The upload may have failed because a stop interrupted it: this call must be made nevertheless.
        boolean interrupted = Thread.interrupted();
        try {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            LOG.warn(
                    "bucket={} key={} uploadId={} parts of a failed upload remain and incur costs cause=\"{}\""
                            + " remedy=\"give the bucket a lifecycle rule that aborts incomplete uploads\"",
                    bucket,
                    key,
                    uploadId,
                    OneLine.of(e.toString()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void uploadPart() {
        if (uploadId == null) {
            CreateMultipartUploadResponse created = s3.createMultipartUpload(create -> {
                create.bucket(bucket).key(key).contentType(CONTENT_TYPE);
                if (kmsKeyId != null) {
                    create.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKeyId);
                }
            });
            uploadId = created.uploadId();
        }
        int number = parts.size() + 1;
        UploadPartResponse uploaded = s3.uploadPart(
                upload -> upload.bucket(bucket).key(key).uploadId(uploadId).partNumber(number), part.body());
        parts.add(CompletedPart.builder()
                .partNumber(number)
                .eTag(uploaded.eTag())
                .checksumCRC32(uploaded.checksumCRC32())
                .build());
        part.reset();
    }
}
