package io.trailbridge.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import io.trailbridge.sinks.securityhub.SecurityHubSink;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;

class AwsFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, SYSTEMIC",
        "400, AccessDeniedException, SYSTEMIC",
        "403, ExpiredToken, SYSTEMIC",
        "403, InvalidClientTokenId, SYSTEMIC",
        "403, SignatureDoesNotMatch, SYSTEMIC",
        "403, Whatever, SYSTEMIC",
        "401, Whatever, SYSTEMIC",
        "404, Whatever, SYSTEMIC",
        "400, QueueDoesNotExist, SYSTEMIC",
        "400, AWS.SimpleQueueService.NonExistentQueue;Sender, SYSTEMIC",
        "400, KmsDisabled, SYSTEMIC",
        "400, com.amazonaws.sqs#QueueDoesNotExist, SYSTEMIC",
        "400, ThrottlingException, THROTTLED",
        "400, RequestThrottled, THROTTLED",
        "429, Whatever, THROTTLED",
        "503, SlowDown, THROTTLED",
        "500, InternalFailure, FAILED",
        "503, ServiceUnavailable, FAILED",
        "502, Whatever, FAILED",
        "408, Whatever, FAILED",
        "400, InternalError, FAILED",
        "400, InvalidParameterValue, REFUSED",
        "413, RequestEntityTooLargeException, REFUSED",
        "400, ValidationException, REFUSED",
        "400, BatchRequestTooLong, REFUSED",
        "400, ResourceNotFoundException, SYSTEMIC",
        "400, InvalidOperationException, SYSTEMIC",
        "400, OperationAbortedException, FAILED",
        "400, InvalidSequenceTokenException, FAILED",
        "400, LimitExceededException, THROTTLED",
        "400, UnrecognizedClientException, SYSTEMIC",
        "400, InvalidParameterException, REFUSED",
        "403, SubscriptionRequiredException, SYSTEMIC",
        "429, LimitExceededException, THROTTLED",
        "500, InternalException, FAILED",
        "400, InvalidInputException, REFUSED",
        "404, NoSuchBucket, SYSTEMIC",
        "301, PermanentRedirect, SYSTEMIC",
        "400, AuthorizationHeaderMalformed, SYSTEMIC",
        "400, KMS.NotFoundException, SYSTEMIC",
        "400, KMS.ThrottlingException, THROTTLED",
        "404, NoSuchUpload, FAILED",
        "400, BadDigest, FAILED"
    })
    void anAnsweredCallIsJudgedByCodeAndStatus(int status, String code, Kind kind) {
        assertEquals(kind, AwsFailures.classify(error(status, code)).kind());
        assertEquals(
                kind,
                AwsFailures.classify(new RuntimeException(error(status, code))).kind());
    }

    @Test
    void aCodeThatOneServiceAloneHasFailsEveryCallOfItWithItsRemedy() {
        ServiceErrors own = new ServiceErrors(
                Map.of("NoSuchBus", new ServiceErrors.Meaning(FaultCode.TARGET_MISSING, "create the bus")));

        CallFailure call = AwsFailures.classify(error(400, "NoSuchBus"), own);
        assertEquals(
                new CallFailure(Kind.SYSTEMIC, FaultCode.TARGET_MISSING, "NoSuchBus", call.message(), "create the bus"),
                call);
        assertEquals(
                Kind.SYSTEMIC, AwsFailures.ofCode("NoSuchBus", "", true, own).kind());
        assertEquals(Kind.REFUSED, AwsFailures.classify(error(400, "NoSuchBus")).kind());
        assertEquals(
                Kind.THROTTLED,
                AwsFailures.classify(error(400, "ThrottlingException"), own).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "400, ChannelNotFound, TARGET_MISSING",
        "400, InvalidChannelARN, TARGET_MISSING",
        "400, ChannelUnsupportedSchema, TARGET_MISSING",
        "400, ChannelInsufficientPermission, ACCESS_DENIED"
    })
    void aChannelThatTakesNothingFailsEveryCall(int status, String code, FaultCode fault) {
        CallFailure failure = AwsFailures.classify(error(status, code), CloudTrailSink.ERRORS);

        assertEquals(Kind.SYSTEMIC, failure.kind());
        assertEquals(fault, failure.fault());
    }

    @Test
    void anAccountWithoutSecurityHubFailsEveryCallAndEveryFinding() {
        assertEquals(
                Kind.SYSTEMIC,
                AwsFailures.classify(error(401, "InvalidAccessException"), SecurityHubSink.ERRORS)
                        .kind());
        assertEquals(
                Kind.SYSTEMIC,
                AwsFailures.ofCode("InvalidAccess", "", true, SecurityHubSink.ERRORS)
                        .kind());
    }

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, throttled, on-demand",
                "ResourceNotFoundException, target-missing, create",
        "AccessDeniedException, access-denied, IAM", "UnrecognizedClientException, credentials-invalid, credentials",
        "IncompleteSignatureException, credentials-invalid, credentials", "KMSAccessDeniedException, key-unusable, KMS",
        "KMSInvalidStateException, key-unusable, KMS", "DecryptionFailure, key-unusable, KMS"
    })
    void whatTheTableAndTheSecretRefuseHasACodeAndARemedy(String code, String fault, String remedy) {
        CallFailure failure = AwsFailures.classify(error(400, code));
        assertEquals(fault, failure.fault().id());
        assertTrue(failure.remedy().contains(remedy), failure.remedy());
    }

    @ParameterizedTest
    @CsvSource({"400, KeyTooLongError", "414, RequestURITooLong", "414, "})
    void aKeyThatS3CallsTooLongIsTheEntrysFault(int status, String code) {
        assertEquals(
                Kind.REFUSED,
                AwsFailures.classify(AwsServiceException.builder()
                                .statusCode(status)
                                .message("x")
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .serviceName("S3")
                                        .errorCode(code)
                                        .errorMessage("Your key is too long")
                                        .build())
                                .build())
                        .kind());
    }

    @Test
    void whatElseS3RefusesIsNeverAnEntrysFault() {
        CallFailure failure = AwsFailures.classify(AwsServiceException.builder()
                .statusCode(400)
                .message("x")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode("InvalidArgument")
                        .errorMessage("the key is no key")
                        .build())
                .build());
        assertEquals(Kind.SYSTEMIC, failure.kind());
        assertNotNull(failure.remedy());
    }

    @Test
    void anAnswerWithoutACodeIsJudgedByItsStatus() {
        assertEquals(
                new CallFailure(
                                Kind.FAILED,
                                "HTTP 500",
                                "odd (Service: null, Status Code: 500, Request ID: null)",
                                null)
                        .kind(),
                AwsFailures.classify(AwsServiceException.builder()
                                .statusCode(500)
                                .message("odd")
                                .build())
                        .kind());
        assertEquals(
                Kind.REFUSED,
                AwsFailures.classify(AwsServiceException.builder()
                                .statusCode(400)
                                .message("odd")
                                .build())
                        .kind());
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
        assertEquals(
                Kind.SYSTEMIC,
                AwsFailures.classify(SdkClientException.create(
                                "Unable to load credentials from any of the providers in the chain"))
                        .kind());
    }

    @Test
    void whatIsNotKnownIsTriedAgain() {
        assertEquals(
                Kind.FAILED,
                AwsFailures.classify(SdkClientException.create("x", new SocketTimeoutException("read")))
                        .kind());
        assertEquals(
                Kind.FAILED,
                AwsFailures.classify(ApiCallAttemptTimeoutException.create(5)).kind());
        assertEquals(
                Kind.FAILED,
                AwsFailures.classify(new IllegalStateException("bug")).kind());
        assertNull(AwsFailures.classify(new IllegalStateException("bug")).remedy());
    }

    @Test
    void anEntrysFaultIsFinalUnlessItsCodePasses() {
        assertEquals(
                Kind.REFUSED,
                AwsFailures.ofCode("InvalidMessageContents", "", true).kind());
        assertEquals(
                Kind.FAILED,
                AwsFailures.ofCode("InvalidMessageContents", "", false).kind());
        assertEquals(
                Kind.THROTTLED, AwsFailures.ofCode("RequestThrottled", "", true).kind());
        assertEquals(
                Kind.SYSTEMIC, AwsFailures.ofCode("KmsAccessDenied", "", true).kind());
        assertEquals(Kind.REFUSED, AwsFailures.ofCode("InvalidInput", "", true).kind());
        assertEquals(Kind.FAILED, AwsFailures.ofCode(null, null, false).kind());
    }

    @Test
    void aQuotaThatIsUsedUpHasARemedyAndARateThatIsExceededHasNone() {
        assertNotNull(AwsFailures.ofCode("LimitExceeded", "", true).remedy());
        assertNotNull(AwsFailures.ofCode("LimitExceededException", "", true).remedy());
        assertNull(AwsFailures.ofCode("ThrottlingException", "", true).remedy());
    }

    @Test
    void aMissingRegionAndMissingCredentialsAreKnownByTheSdksMessages() {
        SdkClientException region =
                assertThrows(SdkClientException.class, () -> new AwsRegionProviderChain(() -> null).getRegion());
        SdkClientException credentials = assertThrows(
                SdkClientException.class,
                () -> AwsCredentialsProviderChain.of(() -> {
                            throw SdkClientException.create("none here");
                        })
                        .resolveCredentials());

        assertTrue(AwsFailures.isRegionMissing(region));
        assertFalse(AwsFailures.isRegionMissing(credentials));
        assertTrue(AwsFailures.areCredentialsMissing(credentials));
        assertFalse(AwsFailures.areCredentialsMissing(region));
    }

    private static AwsServiceException error(int status, String code) {
        return AwsServiceException.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("as scripted")
                        .build())
                .build();
    }

    @Test
    void everyFailureHasTheCodeThatAnOperatorKnows() {
        assertEquals(
                FaultCode.ACCESS_DENIED,
                AwsFailures.classify(error(403, "AccessDeniedException")).fault());
        assertEquals(
                FaultCode.CREDENTIALS_INVALID,
                AwsFailures.classify(error(400, "ExpiredToken")).fault());
        assertEquals(
                FaultCode.TARGET_MISSING,
                AwsFailures.classify(error(400, "QueueDoesNotExist")).fault());
        assertEquals(
                FaultCode.KEY_UNUSABLE,
                AwsFailures.classify(error(400, "KMS.DisabledException")).fault());
        assertEquals(
                FaultCode.THROTTLED,
                AwsFailures.classify(error(400, "ThrottlingException")).fault());
        assertEquals(
                FaultCode.SERVICE_FAILING,
                AwsFailures.classify(error(503, "Odd")).fault());
        assertEquals(
                FaultCode.UNREACHABLE,
                AwsFailures.classify(SdkClientException.create("x", new ConnectException("refused")))
                        .fault());
        assertEquals(
                FaultCode.CALL_HANGS,
                AwsFailures.classify(ApiCallTimeoutException.create(1000)).fault());
        assertEquals(
                FaultCode.CALL_HANGS,
                AwsFailures.classify(SdkClientException.create("x", new SocketTimeoutException("Read timed out")))
                        .fault());
        assertEquals(
                FaultCode.CALL_REFUSED,
                AwsFailures.classify(error(400, "InvalidMessageContents")).fault());
    }
}
