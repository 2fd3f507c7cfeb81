package io.trailbridge.standin.aws;

/**
 * The error answer of a whole call, as the AWS JSON protocols carry it: HTTP status, error code and message. The code is
 * null where something before the service refuses, such as a proxy or a gateway.
 */
public record Failure(int status, String code, String message) {
    public static final Failure THROTTLING = new Failure(400, "ThrottlingException", "Rate exceeded");
    public static final Failure EXPIRED_TOKEN =
            new Failure(403, "ExpiredTokenException", "The security token included in the request is expired");
    public static final Failure ACCESS_DENIED =
            new Failure(403, "AccessDeniedException", "The caller is not authorized to perform this action");
    public static final Failure INTERNAL_ERROR =
            new Failure(500, "InternalFailure", "The request processing has failed because of an unknown error");
    public static final Failure UNAVAILABLE =
            new Failure(503, "ServiceUnavailable", "The service is temporarily unavailable");
    /** The error of SQS instead of ThrottlingException. */
    public static final Failure SQS_THROTTLED = new Failure(400, "RequestThrottled", "Rate exceeded");
    /** The error of DynamoDB when a table's capacity is used up. */
    public static final Failure DYNAMO_DB_THROUGHPUT_EXCEEDED = new Failure(
            400,
            "ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput is exceeded");

    /** A request that breaks the service model. */
    static Failure validation(String message) {
        return new Failure(400, "ValidationException", message);
    }
}
