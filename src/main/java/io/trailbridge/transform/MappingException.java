package io.trailbridge.transform;

/**
 * This event cannot be mapped to the form of its target, now or later: it belongs in the parking lot. The message names
 * the kind, the mapping file, the path and the reason, but never a value of the event.
 */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The value of {@link #mapping} if the target has no file for the kind. */
    public static final String NO_MAPPING = "none";

    private final EventKind kind;
    private final String mapping;
    private final String path;
    private final String reason;

    public MappingException(EventKind kind, String mapping, String path, String reason) {
        this(kind, mapping, path, reason, null);
    }

    public MappingException(EventKind kind, String mapping, String path, String reason, Throwable cause) {
        super("kind=" + kind.id() + " mapping=" + mapping + " path=" + path + ": " + reason, cause);
        this.kind = kind;
        this.mapping = mapping;
        this.path = path;
        this.reason = reason;
    }

    public EventKind kind() {
        return kind;
    }

    /**
     * Returns the mapping file, such as {@code cloudtrail/alert.jslt}; {@value #NO_MAPPING} if there is none for the
     * kind.
     */
    public String mapping() {
        return mapping;
    }

    /** Returns the JSON path of the faulty part in the mapping's result, {@code $} for the whole. */
    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
