package io.trailbridge.sinks.securitylake;

import java.io.IOException;

/** A value for which the schema has no column, or a column of another type. */
final class NotInSchemaException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param path the position in the row, as a JSON pointer */
    NotInSchemaException(String path, String reason) {
        super(path + ": " + reason);
    }
}
