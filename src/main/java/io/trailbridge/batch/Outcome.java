package io.trailbridge.batch;

/** What a service said of one entry of a call that it answered. */
public sealed interface Outcome {
    /** The service has taken the entry; it is delivered. */
    Outcome ACCEPTED = new Accepted();

    record Accepted() implements Outcome {}

    /** The service will never take this entry. */
    record Rejected(String code, String message) implements Outcome {}

    /** The service may take this entry later. */
    record Retry(String code, String message) implements Outcome {}
}
