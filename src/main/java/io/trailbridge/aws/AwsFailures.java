package io.trailbridge.aws;

import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.FaultCode;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Decides what an AWS error means; no other class does. The codes are those of the services' API pages (common errors,
 * SQS, S3, DynamoDB, Secrets Manager); a sink gives those that its service alone has as {@link ServiceErrors}. An unknown error counts as
 * transient unless the service calls it the caller's fault: an entry that is retried too often is noticed, an entry
 * that is given up too early is not.
 */
public final class AwsFailures {
    /** Why every call fails alike, and the remedy. */
    private enum Reason {
        CREDENTIALS(FaultCode.CREDENTIALS_INVALID, "renew or correct the AWS credentials that Trailbridge runs with"),
        PERMISSION(FaultCode.ACCESS_DENIED, "allow this identity the call in its IAM policy and the target's policy"),
        TARGET(FaultCode.TARGET_MISSING, "create the target or correct its URL or ARN, region and account"),
        NETWORK(FaultCode.UNREACHABLE, "check the endpoint, DNS, proxy, TLS trust and network path"),
        REGION(FaultCode.TARGET_MISSING, "give the region of the bucket"),
        SUBSCRIPTION(FaultCode.ACCESS_DENIED, "subscribe the account to the service, or enable the region"),
        KEY(FaultCode.KEY_UNUSABLE, "check the target's KMS key: it must exist, be enabled and allow this identity"),
        REQUEST(FaultCode.CALL_REFUSED, "correct the bucket, its region, the key or the settings that the cause names"),
        CLOCK(FaultCode.CLOCK_SKEW, "set this machine's clock"),
        HTTPS(FaultCode.CALL_REFUSED, "use an https endpoint");

        private final FaultCode fault;
        private final String remedy;

        Reason(FaultCode fault, String remedy) {
            this.fault = fault;
            this.remedy = remedy;
        }

        CallFailure failure(String code, String message) {
            return new CallFailure(Kind.SYSTEMIC, fault, code, message, remedy);
        }
    }

    private static final String NO_CREDENTIALS = "Unable to load credentials";
    private static final String QUOTA = "send less, or have the service's quota of this account and region raised";
    private static final String CAPACITY = "raise the table's capacity, or set it to on-demand";
    /** The prefix that S3 puts before KMS codes. */
    private static final String KMS = "KMS.";
    /**
     * S3 stores bytes and never judges their content: what it refuses is the request and not an entry, except for a key
     * that is too long.
     */
    private static final String S3 = "S3";
    /** These codes concern the entry, because the key is built from its content. */
    private static final Set<String> KEY_TOO_LONG = Set.of("KeyTooLongError", "KeyTooLong");

    private static final int URI_TOO_LONG = 414;

    private static final Set<String> THROTTLING = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "LimitExceededException",
            "SlowDown",
            "PriorRequestNotComplete",
            "ProvisionedThroughputExceededException",
            "TransactionInProgressException",
            "OverLimit",
            "KmsThrottled",
            "KMSThrottlingException",
            "LimitExceeded",
            "ServiceQuotaExceededException");

    /** Throttling that may last until somebody acts, with the remedy. */
    private static final Map<String, String> LASTING_THROTTLING = Map.of(
            "LimitExceeded", QUOTA,
            "LimitExceededException", QUOTA,
            "ServiceQuotaExceededException", QUOTA,
            "ProvisionedThroughputExceededException", CAPACITY);

    private static final Set<String> FAILING = Set.of(
            "InternalFailure",
            "InternalError",
            "InternalServerError",
            "InternalServiceError",
            "InternalServiceException",
            "InternalServerException",
            "InternalException",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "Unavailable",
            "RequestTimeout",
            "RequestTimeoutException",
            "IDPCommunicationError",
            "OperationAbortedException",
            "InvalidSequenceTokenException",
            "BadDigest",
            "IncompleteBody",
            "XAmzContentSHA256Mismatch",
            "NoSuchUpload",
            "InvalidPart",
            "InvalidPartOrder",
            "EntityTooSmall",
            "OperationAborted",
            "ConditionalRequestConflict",
            "TransactionConflictException",
            "ReplicatedWriteConflictException",
            "ResourceInUseException");

    private static final Map<String, Reason> SYSTEMIC = Map.ofEntries(
            Map.entry("ExpiredToken", Reason.CREDENTIALS),
            Map.entry("ExpiredTokenException", Reason.CREDENTIALS),
            Map.entry("TokenRefreshRequired", Reason.CREDENTIALS),
            Map.entry("RequestExpired", Reason.CLOCK),
            Map.entry("RequestTimeTooSkewed", Reason.CLOCK),
            Map.entry("InvalidClientTokenId", Reason.CREDENTIALS),
            Map.entry("InvalidAccessKeyId", Reason.CREDENTIALS),
            Map.entry("UnrecognizedClientException", Reason.CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", Reason.CREDENTIALS),
            Map.entry("InvalidSignatureException", Reason.CREDENTIALS),
            Map.entry("IncompleteSignature", Reason.CREDENTIALS),
            Map.entry("IncompleteSignatureException", Reason.CREDENTIALS),
            Map.entry("MissingAuthenticationToken", Reason.CREDENTIALS),
            Map.entry("MissingAuthenticationTokenException", Reason.CREDENTIALS),
            Map.entry("AccessDenied", Reason.PERMISSION),
            Map.entry("AccessDeniedException", Reason.PERMISSION),
            Map.entry("AuthorizationError", Reason.PERMISSION),
            Map.entry("NotAuthorized", Reason.PERMISSION),
            Map.entry("UnauthorizedOperation", Reason.PERMISSION),
            Map.entry("OptInRequired", Reason.SUBSCRIPTION),
            Map.entry("SubscriptionRequiredException", Reason.SUBSCRIPTION),
            Map.entry("InvalidSecurity", Reason.HTTPS),
            Map.entry("QueueDoesNotExist", Reason.TARGET),
            Map.entry("AWS.SimpleQueueService.NonExistentQueue", Reason.TARGET),
            Map.entry("QueueDeletedRecently", Reason.TARGET),
            Map.entry("AWS.SimpleQueueService.QueueDeletedRecently", Reason.TARGET),
            Map.entry("InvalidAddress", Reason.TARGET),
            Map.entry("ResourceNotFoundException", Reason.TARGET),
            Map.entry("TableNotFoundException", Reason.TARGET),
            Map.entry("InvalidOperationException", Reason.TARGET),
            Map.entry("UnsupportedOperation", Reason.TARGET),
            Map.entry("UnsupportedOperationException", Reason.TARGET),
            Map.entry("AWS.SimpleQueueService.UnsupportedOperation", Reason.TARGET),
            Map.entry("NoSuchBucket", Reason.TARGET),
            Map.entry("PermanentRedirect", Reason.REGION),
            Map.entry("TemporaryRedirect", Reason.REGION),
            Map.entry("AuthorizationHeaderMalformed", Reason.REGION),
            Map.entry("IllegalLocationConstraintException", Reason.REGION),
            Map.entry("AllAccessDisabled", Reason.PERMISSION),
            Map.entry("AccountProblem", Reason.PERMISSION),
            Map.entry("DecryptionFailure", Reason.KEY),
            Map.entry("KMSAccessDeniedException", Reason.KEY),
            Map.entry("KMSDisabledException", Reason.KEY),
            Map.entry("KMSInvalidStateException", Reason.KEY),
            Map.entry("KMSNotFoundException", Reason.KEY),
            Map.entry("KMSOptInRequired", Reason.KEY),
            Map.entry("KmsAccessDenied", Reason.KEY),
            Map.entry("KmsDisabled", Reason.KEY),
            Map.entry("KmsInvalidKeyUsage", Reason.KEY),
            Map.entry("KmsInvalidState", Reason.KEY),
            Map.entry("KmsNotFound", Reason.KEY),
            Map.entry("KmsOptInRequired", Reason.KEY));

    private AwsFailures() {}

    /** Returns what the failure of a call means; looks through wrapping exceptions. */
    public static CallFailure classify(Throwable failure) {
        return classify(failure, ServiceErrors.NONE);
    }

    /**
     * Returns what the failure of a call means; looks through wrapping exceptions.
     *
     * @param own the codes that the called service alone has
     */
    public static CallFailure classify(Throwable failure, ServiceErrors own) {
        AwsServiceException answered = CauseChain.find(failure, AwsServiceException.class);
        return answered == null ? unanswered(failure) : answered(answered, own);
    }

    /**
     * Returns what an error code by itself means, as in the per-entry results of a batch call.
     *
     * @param callersFault whether the service reports that the entry, not the service, is at fault
     */
    public static CallFailure ofCode(String code, String message, boolean callersFault) {
        return ofCode(code, message, callersFault, ServiceErrors.NONE);
    }

    /**
     * Returns what an error code by itself means.
     *
     * @param callersFault whether the service reports that the entry, not the service, is at fault
     * @param own the codes that the called service alone has
     */
    public static CallFailure ofCode(String code, String message, boolean callersFault, ServiceErrors own) {
        String bare = bare(code);
        ServiceErrors.Meaning meaning = own.byCode().get(bare);
        if (meaning != null) {
            return new CallFailure(Kind.SYSTEMIC, meaning.fault(), bare, message, meaning.remedy());
        }
        if (THROTTLING.contains(bare)) {
            return new CallFailure(Kind.THROTTLED, bare, message, LASTING_THROTTLING.get(bare));
        }
        if (FAILING.contains(bare)) {
            return new CallFailure(Kind.FAILED, bare, message, null);
        }
        if (bare.startsWith(KMS)) {
            return bare.contains("Throttl")
                    ? new CallFailure(Kind.THROTTLED, bare, message, null)
                    : Reason.KEY.failure(bare, message);
        }
        Reason reason = SYSTEMIC.get(bare);
        if (reason != null) {
            return reason.failure(bare, message);
        }
        return new CallFailure(callersFault ? Kind.REFUSED : Kind.FAILED, bare, message, null);
    }

    /** Returns the failure of a call that has had no answer for longer than it should. */
    public static CallFailure noAnswer(String message) {
        return new CallFailure(Kind.FAILED, FaultCode.CALL_HANGS, "NoAnswer", message, Reason.NETWORK.remedy);
    }

    /** Returns whether no region was found; by the SDK's message, because it has no type for this. */
    public static boolean isRegionMissing(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("Unable to load region");
    }

    /** Returns whether no credentials were found at all; by the SDK's message, because it has no type for this. */
    public static boolean areCredentialsMissing(Exception failure) {
        return String.valueOf(failure.getMessage()).contains(NO_CREDENTIALS);
    }

    private static CallFailure answered(AwsServiceException e, ServiceErrors own) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String text = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        String message = text == null ? e.getMessage() : text;
        int status = e.statusCode();
        CallFailure known = ofCode(code == null ? "HTTP " + status : code, message, true, own);
        if (known.kind() != Kind.REFUSED) {
            return known;
        }
        if (e.isThrottlingException() || status == 429) {
            return new CallFailure(Kind.THROTTLED, known.code(), message, null);
        }
        if (e.isClockSkewException()) {
            return Reason.CLOCK.failure(known.code(), message);
        }
        boolean tooLong = KEY_TOO_LONG.contains(known.code()) || status == URI_TOO_LONG;
        if (e.awsErrorDetails() != null && S3.equals(e.awsErrorDetails().serviceName()) && status < 500 && !tooLong) {
            return Reason.REQUEST.failure(known.code(), message);
        }
        return switch (status) {
            case 401 -> Reason.CREDENTIALS.failure(known.code(), message);
            case 403, 407 -> Reason.PERMISSION.failure(known.code(), message);
            case 404, 405 -> Reason.TARGET.failure(known.code(), message);
            case 400, 409, 411, 412, 413, 414, 415, 422 -> known;
            default -> new CallFailure(Kind.FAILED, known.code(), message, null);
        };
    }

    private static CallFailure unanswered(Throwable failure) {
        Throwable network = first(failure, AwsFailures::isNetwork);
        if (network != null) {
            return Reason.NETWORK.failure(network.getClass().getSimpleName(), network.getMessage());
        }
        Throwable client = first(failure, AwsFailures::isCredentials);
        if (client != null) {
            return Reason.CREDENTIALS.failure("NoCredentials", client.getMessage());
        }
        Throwable slow = first(failure, AwsFailures::isTimeout);
        if (slow != null) {
            return new CallFailure(
                    Kind.FAILED,
                    FaultCode.CALL_HANGS,
                    slow.getClass().getSimpleName(),
                    slow.getMessage(),
                    Reason.NETWORK.remedy);
        }
        return new CallFailure(Kind.FAILED, failure.getClass().getSimpleName(), failure.getMessage(), null);
    }

    private static boolean isTimeout(Throwable e) {
        return e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof SocketTimeoutException
                || e instanceof TimeoutException;
    }

    private static Throwable first(Throwable failure, Predicate<Throwable> test) {
        return CauseChain.of(failure).stream().filter(test).findFirst().orElse(null);
    }

    private static boolean isNetwork(Throwable e) {
        return e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || e instanceof SSLException;
    }

    /** Recognizes missing credentials by the providers' message, because the SDK has no type for this. */
    private static boolean isCredentials(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof SdkClientException
                && (message.contains(NO_CREDENTIALS)
                        || message.contains("credentials from any")
                        || message.contains("Failed to load credentials")
                        || e.getCause() instanceof FileNotFoundException);
    }

    /** Returns the bare code. Query-compatible services send {@code code;fault}, older ones {@code namespace#code}. */
    private static String bare(String code) {
        String text = code == null || code.isEmpty() ? "Unknown" : code;
        int fault = text.indexOf(';');
        String withoutFault = fault < 0 ? text : text.substring(0, fault);
        return withoutFault.substring(withoutFault.indexOf('#') + 1);
    }
}
