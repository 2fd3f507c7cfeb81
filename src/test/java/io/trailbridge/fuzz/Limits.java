package io.trailbridge.fuzz;

/** What takers take at most: bytes in UTF-8. */
final class Limits {
    /** SendMessage, with the attributes of which a part is ours. */
    static final int QUEUE = 1_048_576;
    /** A message without its attributes, as it is sealed. */
    static final int SEALED = QUEUE - 4096;
    /** What is parked of a flow log: also where the queue has the limit that was the usual one, with attributes. */
    static final int REJECT = 256 * 1024 - 8192;
    /** "Event size" in the quotas of CloudTrail; its parts have separate limits. */
    static final int CLOUDTRAIL = 256 * 1024;
    /** BatchImportFindings. */
    static final int FINDING = 240_000;
    /** PutLogEvents, with the 26 bytes that the service adds. */
    static final int LOG_EVENT = 1_048_576 - 26;
    /** Security Lake has no limit for a row; a row has at most the size of a full object. */
    static final int ROW = 64 << 20;

    private Limits() {}
}
