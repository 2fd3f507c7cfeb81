package io.trailbridge.batch;

import io.trailbridge.batch.CallFailure.Kind;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The one place that says what an AWS error means. Codes are those of the services' API pages (common errors, SQS,
 * CloudTrail Data, S3). What it does not know it takes as passing unless the service calls it the caller's fault: an entry
 * that is tried too often is seen, an entry that is given up too early is not.
 */
public final class AwsFailures {
    private static final String CREDENTIALS = "renew or correct the AWS credentials that Trailbridge runs with";
    private static final String PERMISSION = "allow this identity the call in its IAM policy and the target's policy";
    private static final String TARGET = "create the target or correct its URL or ARN, region and account";
    private static final String NETWORK = "check the endpoint, DNS, proxy, TLS trust and network path";
    private static final String REGION = "give the region of the bucket";
    private static final String KEY = "check the target's KMS key: it must exist, be enabled and allow this identity";

    private static final String REQUEST = "correct the bucket, its region, the key or the settings that the cause names";
    /** What S3 puts before the codes of KMS. */
    private static final String KMS = "KMS.";
    /** It stores bytes and never judges what they hold: what it refuses is the request, not an entry. */
    private static final String S3 = "S3";

    private static final Set<String> THROTTLING = Set.of("Throttling", "ThrottlingException", "ThrottledException",
            "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
            "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete",
            "ProvisionedThroughputExceededException", "TransactionInProgressException", "OverLimit", "KmsThrottled");

    private static final Set<String> FAILING = Set.of("InternalFailure", "InternalError", "InternalServerError",
            "InternalServiceError", "InternalServiceException", "InternalServerException", "ServiceUnavailable",
            "ServiceUnavailableException", "Unavailable", "RequestTimeout", "RequestTimeoutException",
            "IDPCommunicationError", "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch", "NoSuchUpload", "InvalidPart",
            "InvalidPartOrder", "EntityTooSmall", "OperationAborted", "ConditionalRequestConflict");

    private static final Map<String, String> SYSTEMIC = Map.ofEntries(
            Map.entry("ExpiredToken", CREDENTIALS),
            Map.entry("ExpiredTokenException", CREDENTIALS),
            Map.entry("TokenRefreshRequired", CREDENTIALS),
            Map.entry("RequestExpired", "set this machine's clock; if it is right, " + CREDENTIALS),
            Map.entry("RequestTimeTooSkewed", "set this machine's clock"),
            Map.entry("InvalidClientTokenId", CREDENTIALS),
            Map.entry("InvalidAccessKeyId", CREDENTIALS),
            Map.entry("UnrecognizedClientException", CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", CREDENTIALS),
            Map.entry("InvalidSignatureException", CREDENTIALS),
            Map.entry("IncompleteSignature", CREDENTIALS),
            Map.entry("MissingAuthenticationToken", CREDENTIALS),
            Map.entry("MissingAuthenticationTokenException", CREDENTIALS),
            Map.entry("AccessDenied", PERMISSION),
            Map.entry("AccessDeniedException", PERMISSION),
            Map.entry("AuthorizationError", PERMISSION),
            Map.entry("NotAuthorized", PERMISSION),
            Map.entry("UnauthorizedOperation", PERMISSION),
            Map.entry("ChannelInsufficientPermission", PERMISSION),
            Map.entry("OptInRequired", "subscribe the account to the service, or enable the region"),
            Map.entry("InvalidSecurity", "use an https endpoint"),
            Map.entry("QueueDoesNotExist", TARGET),
            Map.entry("AWS.SimpleQueueService.NonExistentQueue", TARGET),
            Map.entry("QueueDeletedRecently", TARGET),
            Map.entry("AWS.SimpleQueueService.QueueDeletedRecently", TARGET),
            Map.entry("InvalidAddress", TARGET),
            Map.entry("ChannelNotFound", TARGET),
            Map.entry("InvalidChannelARN", TARGET),
            Map.entry("ChannelUnsupportedSchema", "give the channel an event data store for integration events"),
            Map.entry("ResourceNotFoundException", TARGET),
            Map.entry("UnsupportedOperation", TARGET),
            Map.entry("UnsupportedOperationException", TARGET),
            Map.entry("AWS.SimpleQueueService.UnsupportedOperation", TARGET),
            Map.entry("NoSuchBucket", TARGET),
            Map.entry("PermanentRedirect", REGION),
            Map.entry("TemporaryRedirect", REGION),
            Map.entry("AuthorizationHeaderMalformed", REGION),
            Map.entry("IllegalLocationConstraintException", REGION),
            Map.entry("AllAccessDisabled", PERMISSION),
            Map.entry("AccountProblem", PERMISSION),
            Map.entry("KmsAccessDenied", KEY),
            Map.entry("KmsDisabled", KEY),
            Map.entry("KmsInvalidKeyUsage", KEY),
            Map.entry("KmsInvalidState", KEY),
            Map.entry("KmsNotFound", KEY),
            Map.entry("KmsOptInRequired", KEY));

    private AwsFailures() {}

    /** What the failure of a call means; looks through wrapping exceptions. */
    public static CallFailure classify(Throwable failure) {
        AwsServiceException answered = cause(failure, AwsServiceException.class, e -> true);
        return answered == null ? unanswered(failure) : answered(answered);
    }

    /**
     * What an error code by itself means, as in the per-entry results of a batch call.
     *
     * @param callersFault whether the service says that the entry, not the service, is to blame
     */
    public static CallFailure ofCode(String code, String message, boolean callersFault) {
        String bare = bare(code);
        if (THROTTLING.contains(bare)) {
            return new CallFailure(Kind.THROTTLED, bare, message, null);
        }
        if (FAILING.contains(bare)) {
            return new CallFailure(Kind.FAILED, bare, message, null);
        }
        if (bare.startsWith(KMS)) {
            return bare.contains("Throttl") ? new CallFailure(Kind.THROTTLED, bare, message, null)
                    : new CallFailure(Kind.SYSTEMIC, bare, message, KEY);
        }
        String remedy = SYSTEMIC.get(bare);
        if (remedy != null) {
            return new CallFailure(Kind.SYSTEMIC, bare, message, remedy);
        }
        return new CallFailure(callersFault ? Kind.REFUSED : Kind.FAILED, bare, message, null);
    }

    private static CallFailure answered(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String text = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        String message = text == null ? e.getMessage() : text;
        int status = e.statusCode();
        CallFailure known = ofCode(code == null ? "HTTP " + status : code, message, true);
        if (known.kind() != Kind.REFUSED) {
            return known;
        }
        if (e.isThrottlingException() || status == 429) {
            return new CallFailure(Kind.THROTTLED, known.code(), message, null);
        }
        if (e.isClockSkewException()) {
            return new CallFailure(Kind.SYSTEMIC, known.code(), message, "set this machine's clock");
        }
        if (e.awsErrorDetails() != null && S3.equals(e.awsErrorDetails().serviceName()) && status < 500) {
            return new CallFailure(Kind.SYSTEMIC, known.code(), message, REQUEST);
        }
        return switch (status) {
            case 401 -> new CallFailure(Kind.SYSTEMIC, known.code(), message, CREDENTIALS);
            case 403, 407 -> new CallFailure(Kind.SYSTEMIC, known.code(), message, PERMISSION);
            case 404, 405 -> new CallFailure(Kind.SYSTEMIC, known.code(), message, TARGET);
            case 400, 409, 411, 412, 413, 414, 415, 422 -> known;
            default -> new CallFailure(Kind.FAILED, known.code(), message, null);
        };
    }

    private static CallFailure unanswered(Throwable failure) {
        Throwable network = cause(failure, Throwable.class, AwsFailures::isNetwork);
        if (network != null) {
            return new CallFailure(Kind.SYSTEMIC, network.getClass().getSimpleName(), network.getMessage(), NETWORK);
        }
        SdkClientException client = cause(failure, SdkClientException.class, AwsFailures::isCredentials);
        if (client != null) {
            return new CallFailure(Kind.SYSTEMIC, "NoCredentials", client.getMessage(), CREDENTIALS);
        }
        return new CallFailure(Kind.FAILED, failure.getClass().getSimpleName(), failure.getMessage(), null);
    }

    private static boolean isNetwork(Throwable e) {
        return e instanceof ConnectException || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException || e instanceof SSLException;
    }

    /** The SDK has no type for this: the providers' message is all there is. */
    private static boolean isCredentials(SdkClientException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Unable to load credentials") || message.contains("credentials from any")
                || message.contains("Failed to load credentials") || e.getCause() instanceof FileNotFoundException;
    }

    private static <T extends Throwable> T cause(Throwable failure, Class<T> type, Predicate<T> test) {
        Throwable e = failure;
        // Chains are short; the bound is for those that run in a circle.
        for (int depth = 0; e != null && depth < 20; depth++, e = e.getCause()) {
            if (type.isInstance(e) && test.test(type.cast(e))) {
                return type.cast(e);
            }
        }
        return null;
    }

    /** Query-compatible services send {@code code;fault}, older ones {@code namespace#code}. */
    private static String bare(String code) {
        String text = code == null || code.isEmpty() ? "Unknown" : code;
        int fault = text.indexOf(';');
        String withoutFault = fault < 0 ? text : text.substring(0, fault);
        return withoutFault.substring(withoutFault.indexOf('#') + 1);
    }
}
