package io.trailbridge.sinks.securityhub;

/**
 * The JSON is not a finding that the service's model can hold without loss; the message names the field, never its
 * value.
 */
final class UnfitFindingException extends Exception {
    private static final long serialVersionUID = 1;

    UnfitFindingException(String path, String reason) {
        super(path + " " + reason);
    }
}
