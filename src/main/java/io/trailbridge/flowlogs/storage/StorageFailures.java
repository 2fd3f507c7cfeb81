package io.trailbridge.flowlogs.storage;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpMethod;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobStorageException;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.FaultCode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Classifies failures of Blob Storage, of Microsoft Entra ID, of the progress table and of this JVM (Microsoft's pages
 * "Blob Storage error codes" and "Status and error codes"). All of them are worth a retry except {@link Kind#REFUSED}.
 */
public final class StorageFailures {
    private static final String ROLE = "give this identity the role Storage Blob Data Reader on the storage account,"
            + " and let the account's network rules admit it";
    private static final String KEY = "correct the credentials (tenantId, clientId, clientSecret or connectionString),"
            + " and check this machine's clock";
    private static final String NETWORK = "check DNS, proxy, TLS trust and the network path";
    private static final String RESTART = "restart Trailbridge if it does not pass, and report the fault with its log";
    /** Error codes about the request that an account would accept with other credentials. */
    private static final Set<String> CREDENTIALS = Set.of(
            "AuthenticationFailed",
            "InvalidAuthenticationInfo",
            "NoAuthenticationInformation",
            "KeyBasedAuthenticationNotPermitted");

    private StorageFailures() {}

    /** Returns the classification; null for any other failure, which is then an error of this program. */
    public static CallFailure classify(Throwable failure) {
        BlobStorageException storage = CauseChain.find(failure, BlobStorageException.class);
        if (storage != null) {
            return answered(storage);
        }
        // Also thrown when no credential was found at all.
        ClientAuthenticationException entra = CauseChain.find(failure, ClientAuthenticationException.class);
        if (entra != null) {
            String code = entra instanceof CredentialUnavailableException ? "NoCredentials" : "NotAuthenticated";
            return new CallFailure(
                    Kind.SYSTEMIC, FaultCode.CREDENTIALS_INVALID, code, firstLine(entra.getMessage()), KEY);
        }
        CredentialsException malformed = CauseChain.find(failure, CredentialsException.class);
        if (malformed != null) {
            return new CallFailure(
                    Kind.SYSTEMIC, FaultCode.CREDENTIALS_INVALID, "NoCredentials", malformed.getMessage(), KEY);
        }
        if (CauseChain.find(failure, SdkException.class) != null) {
            return AwsFailures.classify(failure);
        }
        TimeoutException late = CauseChain.find(failure, TimeoutException.class);
        if (late != null) {
            return new CallFailure(
                    Kind.SYSTEMIC,
                    FaultCode.CALL_HANGS,
                    late.getClass().getSimpleName(),
                    firstLine(late.getMessage()),
                    NETWORK);
        }
        IOException network = CauseChain.find(failure, IOException.class);
        if (network != null) {
            return new CallFailure(
                    Kind.SYSTEMIC,
                    FaultCode.UNREACHABLE,
                    network.getClass().getSimpleName(),
                    firstLine(network.getMessage()),
                    NETWORK);
        }
        // For example a class that cannot be loaded: it is unrelated to the blob, which must not be parked because of
        // it.
        Error broken = CauseChain.find(failure, Error.class);
        return broken == null
                ? null
                : new CallFailure(
                        Kind.FAILED,
                        FaultCode.WORKER_DIED,
                        broken.getClass().getSimpleName(),
                        firstLine(broken.getMessage()),
                        RESTART);
    }

    /** Returns the classification of a failure of the progress table; never null. */
    public static CallFailure ofTable(Throwable failure) {
        CallFailure meaning = classify(failure);
        return meaning != null
                ? meaning
                : new CallFailure(
                        Kind.FAILED,
                        FaultCode.CHECKPOINT_FAILING,
                        failure.getClass().getSimpleName(),
                        firstLine(failure.getMessage()),
                        RESTART);
    }

    /** Returns whether the failure is like that of an account that does not exist or does not admit this identity. */
    public static boolean isRefusal(Throwable failure, CallFailure meaning) {
        return meaning.fault() == FaultCode.ACCESS_DENIED
                || meaning.fault() == FaultCode.CREDENTIALS_INVALID
                || CauseChain.find(failure, UnknownHostException.class) != null;
    }

    /** Returns the failure of a call in progress that has received nothing for some time. */
    public static CallFailure hangs(Duration silence) {
        return new CallFailure(
                Kind.SYSTEMIC,
                FaultCode.CALL_HANGS,
                "NoAnswer",
                "nothing has come for " + silence.toSeconds() + " s",
                NETWORK);
    }

    private static CallFailure answered(BlobStorageException e) {
        String code = e.getErrorCode() == null
                ? "HTTP " + e.getStatusCode()
                : e.getErrorCode().toString();
        // Without a body, as for properties, the SDK's message is always about signatures, whatever the cause.
        boolean bodiless =
                e.getResponse() != null && e.getResponse().getRequest().getHttpMethod() == HttpMethod.HEAD;
        String message = bodiless || e.getServiceMessage() == null
                ? "HTTP status " + e.getStatusCode()
                : firstLine(e.getServiceMessage());
        if (CREDENTIALS.contains(code)) {
            return new CallFailure(Kind.SYSTEMIC, FaultCode.CREDENTIALS_INVALID, code, message, KEY);
        }
        return switch (e.getStatusCode()) {
            case 401 -> new CallFailure(Kind.SYSTEMIC, FaultCode.CREDENTIALS_INVALID, code, message, KEY);
            case 403, 407 -> new CallFailure(Kind.SYSTEMIC, FaultCode.ACCESS_DENIED, code, message, ROLE);
            case 400, 404, 405, 409, 410 -> new CallFailure(Kind.REFUSED, code, message, null);
            case 429, 503 -> new CallFailure(Kind.THROTTLED, code, message, null);
            default -> new CallFailure(Kind.FAILED, code, message, null);
        };
    }

    public static boolean hasStatus(Throwable failure, int... statuses) {
        BlobStorageException storage = CauseChain.find(failure, BlobStorageException.class);
        for (int status : statuses) {
            if (storage != null && storage.getStatusCode() == status) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first line of a message; in the SDK's messages the answer's body follows. */
    private static String firstLine(String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
