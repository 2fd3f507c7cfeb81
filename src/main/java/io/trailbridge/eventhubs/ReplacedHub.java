package io.trailbridge.eventhubs;

/** What becomes of a partition whose checkpoint is a position of another hub, deleted since or failed over from. */
public enum ReplacedHub {
    /** It is not read until an operator has decided: the checkpoint stands, health is down. */
    STOP,
    /** It is read from the oldest event that the present hub keeps, and checkpointed anew. */
    EARLIEST
}
