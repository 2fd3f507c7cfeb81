package io.trailbridge.standin.aws;

/** A call that the service refuses as a whole; all of its own errors come with HTTP 400. */
final class CloudWatchLogsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    CloudWatchLogsRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    static CloudWatchLogsRefusal invalid(String message) {
        return new CloudWatchLogsRefusal("InvalidParameterException", message);
    }

    Failure failure() {
        return new Failure(400, code, getMessage());
    }
}
