package io.trailbridge.standin.aws;

/** A call that S3 refuses. */
final class S3Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    S3Refusal(int status, String code, String message) {
        super(message);
        failure = new Failure(status, code, message);
    }

    Failure failure() {
        return failure;
    }
}
