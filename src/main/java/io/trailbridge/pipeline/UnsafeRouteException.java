package io.trailbridge.pipeline;

/** A route that could lose events unnoticed. It is refused at start; the message names route and step. */
public final class UnsafeRouteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeRouteException(String message) {
        super(message);
    }
}
