package io.trailbridge.sinks.securitylake;

import java.io.IOException;

/** A value for which the schema has no place, or none of its type. */
final class NotInSchemaException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param path where in the row, as a JSON pointer */
    NotInSchemaException(String path, String reason) {
        super(path + ": " + reason);
    }
}
