package io.trailbridge.batch;

/** The service's result for one entry of a call that it answered. */
public sealed interface Outcome {
    /** The service has accepted the entry; it is delivered. */
    Outcome ACCEPTED = new Accepted();

    record Accepted() implements Outcome {}

    /** The service will never accept this entry. */
    record Rejected(String code, String message) implements Outcome {}

    /** The service may accept this entry later. */
    record Retry(String code, String message) implements Outcome {}
}
