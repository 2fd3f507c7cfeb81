package io.trailbridge.transform;

/**
 * This event can not be brought into the form of its target, now or later: park it. The message names the kind, the
 * mapping file, the place and the reason, never a value of the event.
 */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What {@link #mapping} says when the target has no file for the kind. */
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

    /** The mapping file, as {@code cloudtrail/alert.jslt}; {@value #NO_MAPPING} when there is none for the kind. */
    public String mapping() {
        return mapping;
    }

    /** The JSON path of what is wrong in the mapping's result, {@code $} for the whole. */
    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
