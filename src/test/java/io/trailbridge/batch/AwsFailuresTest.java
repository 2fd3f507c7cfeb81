package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.trailbridge.batch.CallFailure.Kind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, SYSTEMIC", "400, AccessDeniedException, SYSTEMIC", "403, ExpiredToken, SYSTEMIC",
        "403, InvalidClientTokenId, SYSTEMIC", "403, SignatureDoesNotMatch, SYSTEMIC", "403, Whatever, SYSTEMIC",
        "401, Whatever, SYSTEMIC", "404, Whatever, SYSTEMIC", "400, ChannelNotFound, SYSTEMIC",
        "400, ChannelInsufficientPermission, SYSTEMIC", "400, QueueDoesNotExist, SYSTEMIC",
        "400, AWS.SimpleQueueService.NonExistentQueue;Sender, SYSTEMIC", "400, KmsDisabled, SYSTEMIC",
        "400, com.amazonaws.sqs#QueueDoesNotExist, SYSTEMIC", "400, ThrottlingException, THROTTLED",
        "400, RequestThrottled, THROTTLED", "429, Whatever, THROTTLED", "503, SlowDown, THROTTLED",
        "500, InternalFailure, FAILED", "503, ServiceUnavailable, FAILED", "502, Whatever, FAILED",
        "408, Whatever, FAILED", "400, InternalError, FAILED", "400, InvalidParameterValue, REFUSED",
        "413, RequestEntityTooLargeException, REFUSED", "400, ValidationException, REFUSED",
        "400, BatchRequestTooLong, REFUSED", "404, NoSuchBucket, SYSTEMIC", "301, PermanentRedirect, SYSTEMIC",
        "400, AuthorizationHeaderMalformed, SYSTEMIC", "400, KMS.NotFoundException, SYSTEMIC",
        "400, KMS.ThrottlingException, THROTTLED", "404, NoSuchUpload, FAILED", "400, BadDigest, FAILED"
    })
    void anAnsweredCallIsJudgedByCodeAndStatus(int status, String code, Kind kind) {
        assertEquals(kind, AwsFailures.classify(FakeService.error(status, code)).kind());
        assertEquals(kind, AwsFailures.classify(new RuntimeException(FakeService.error(status, code))).kind());
    }

    @Test
    void whatS3RefusesIsNeverAnEntrysFault() {
        CallFailure failure = AwsFailures.classify(AwsServiceException.builder().statusCode(400).message("x")
                .awsErrorDetails(AwsErrorDetails.builder().serviceName("S3").errorCode("InvalidArgument")
                        .errorMessage("the key is no key").build()).build());
        assertEquals(Kind.SYSTEMIC, failure.kind());
        assertNotNull(failure.remedy());
    }

    @Test
    void anAnswerWithoutACodeIsJudgedByItsStatus() {
        assertEquals(new CallFailure(Kind.FAILED, "HTTP 500", "odd (Service: null, Status Code: 500, Request ID: null)",
                null).kind(), AwsFailures.classify(AwsServiceException.builder().statusCode(500).message("odd").build())
                .kind());
        assertEquals(Kind.REFUSED,
                AwsFailures.classify(AwsServiceException.builder().statusCode(400).message("odd").build()).kind());
    }

    @Test
    void noConnectionAndNoCredentialsAreNoEntrysFault() {
        for (Exception cause : new Exception[] {
            new ConnectException("refused"), new UnknownHostException("host"), new SSLHandshakeException("trust")
        }) {
            CallFailure failure = AwsFailures.classify(SdkClientException.create("Unable to execute", cause));
            assertEquals(Kind.SYSTEMIC, failure.kind());
            assertNotNull(failure.remedy());
        }
        assertEquals(Kind.SYSTEMIC, AwsFailures.classify(SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain")).kind());
    }

    @Test
    void whatIsNotKnownIsTriedAgain() {
        assertEquals(Kind.FAILED,
                AwsFailures.classify(SdkClientException.create("x", new SocketTimeoutException("read"))).kind());
        assertEquals(Kind.FAILED, AwsFailures.classify(ApiCallAttemptTimeoutException.create(5)).kind());
        assertEquals(Kind.FAILED, AwsFailures.classify(new IllegalStateException("bug")).kind());
        assertNull(AwsFailures.classify(new IllegalStateException("bug")).remedy());
    }

    @Test
    void anEntrysFaultIsFinalUnlessItsCodePasses() {
        assertEquals(Kind.REFUSED, AwsFailures.ofCode("InvalidMessageContents", "", true).kind());
        assertEquals(Kind.FAILED, AwsFailures.ofCode("InvalidMessageContents", "", false).kind());
        assertEquals(Kind.THROTTLED, AwsFailures.ofCode("RequestThrottled", "", true).kind());
        assertEquals(Kind.SYSTEMIC, AwsFailures.ofCode("KmsAccessDenied", "", true).kind());
        assertEquals(Kind.FAILED, AwsFailures.ofCode(null, null, false).kind());
    }
}
