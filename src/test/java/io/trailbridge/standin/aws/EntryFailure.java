package io.trailbridge.standin.aws;

/**
 * Why one entry of a batch is refused while the call as a whole succeeds.
 *
 * @param senderFault the field of SQS beside the code; CloudTrail has no such field
 */
public record EntryFailure(String code, String message, boolean senderFault) {
    public static final EntryFailure INTERNAL_FAILURE =
            new EntryFailure("InternalFailure", "The entry could not be stored, try again", false);
    public static final EntryFailure THROTTLING = new EntryFailure("Throttling", "Rate exceeded", false);
    public static final EntryFailure INVALID_DATA = new EntryFailure("InvalidData", "The entry is not valid", true);
    /** What SQS answers for an entry that it cannot store now. */
    public static final EntryFailure SQS_INTERNAL_ERROR =
            new EntryFailure("InternalError", "The entry could not be stored, try again", false);
}
