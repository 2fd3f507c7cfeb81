package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class S3StandInTest {
    private static final int PART = 5 << 20;

    private final S3StandIn s3 = S3StandIn.start();
    private final S3Client client = s3.client();

    @AfterEach
    void stop() {
        s3.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void put(String key, byte[] bytes) {
        client.putObject(put -> put.bucket(s3.bucket()).key(key), RequestBody.fromBytes(bytes));
    }

    private byte[] get(String key) {
        return client.getObjectAsBytes(get -> get.bucket(s3.bucket()).key(key)).asByteArray();
    }

    private String begin(String key) {
        return client.createMultipartUpload(create -> create.bucket(s3.bucket()).key(key))
                .uploadId();
    }

    private CompletedPart part(String key, String upload, int number, byte[] bytes) {
        var response = client.uploadPart(
                part -> part.bucket(s3.bucket()).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder().partNumber(number).eTag(response.eTag()).build();
    }

    private void complete(String key, String upload, List<CompletedPart> parts) {
        client.completeMultipartUpload(complete ->
                complete.bucket(s3.bucket()).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    private static void assertRefused(String code, Runnable call) {
        assertEquals(
                code,
                assertThrows(S3Exception.class, call::run).awsErrorDetails().errorCode());
    }

    @Test
    void anObjectIsReadBackAsItWasPutAndOverwritten() {
        put("a/day=1/x y+z=ü.parquet", bytes(300_000));
        assertArrayEquals(bytes(300_000), get("a/day=1/x y+z=ü.parquet"));
        put("a/day=1/x y+z=ü.parquet", bytes(0));
        assertArrayEquals(bytes(0), get("a/day=1/x y+z=ü.parquet"));
        assertEquals(2, s3.timesStored());
        assertEquals(1, s3.objects(s3.bucket()).size());
    }

    @Test
    void partsBecomeOneObject() {
        String upload = begin("k");
        List<CompletedPart> parts = List.of(part("k", upload, 1, bytes(PART)), part("k", upload, 2, bytes(7)));
        assertThrows(NoSuchKeyException.class, () -> get("k"));
        complete("k", upload, parts);
        assertEquals(PART + 7, get("k").length);
        assertEquals(2, s3.objects(s3.bucket()).get("k").parts());
        assertEquals(0, s3.openUploads());
    }

    @Test
    void wrongPartsAreRefusedAsS3DoesIt() {
        String upload = begin("k");
        CompletedPart small = part("k", upload, 1, bytes(100));
        CompletedPart last = part("k", upload, 2, bytes(100));
        assertRefused("EntityTooSmall", () -> complete("k", upload, List.of(small, last)));
        assertRefused("InvalidPartOrder", () -> complete("k", upload, List.of(last, small)));
        assertRefused(
                "InvalidPart",
                () -> complete(
                        "k", upload, List.of(small.toBuilder().eTag("\"x\"").build())));
        client.abortMultipartUpload(abort -> abort.bucket(s3.bucket()).key("k").uploadId(upload));
        assertRefused("NoSuchUpload", () -> complete("k", upload, List.of(small)));
        assertEquals(0, s3.openUploads());
    }

    @Test
    void theKeyForEncryptionIsRecorded() {
        client.putObject(
                put -> put.bucket(s3.bucket())
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("arn:aws:kms:us-east-1:111122223333:key/1"),
                RequestBody.fromBytes(bytes(3)));
        assertEquals("aws:kms", s3.objects(s3.bucket()).get("k").encryption());
        assertEquals(
                "arn:aws:kms:us-east-1:111122223333:key/1",
                s3.objects(s3.bucket()).get("k").kmsKeyId());
    }

    @Test
    void listsFollowPages() {
        IntStream.range(0, 25).forEach(i -> put("p/" + i, bytes(1)));
        put("q/1", bytes(1));
        assertEquals(
                25,
                client
                        .listObjectsV2Paginator(
                                list -> list.bucket(s3.bucket()).prefix("p/").maxKeys(10))
                        .contents()
                        .stream()
                        .count());
    }

    @Test
    void faultsAreThoseOfS3() {
        assertRefused(
                "NoSuchBucket",
                () -> client.putObject(put -> put.bucket("no-such-bucket").key("k"), RequestBody.fromBytes(bytes(1))));
        s3.faults().on("PutObject").fail(S3StandIn.SLOW_DOWN);
        assertRefused("SlowDown", () -> put("k", bytes(1)));
        s3.faults().clear();
        s3.faults().loseAnswers(100);
        assertThrows(SdkClientException.class, () -> put("k", bytes(1)));
        s3.faults().clear();
        assertFalse(s3.objects(s3.bucket()).isEmpty());
    }
}
