package io.trailbridge.eventhubs;

/**
 * What happens to a partition whose checkpoint is a position of another hub, which was deleted since or failed over
 * from.
 */
public enum ReplacedHub {
    /** The partition is not read until an operator has decided: the checkpoint stays, health is down. */
    STOP,
    /** The partition is read from the oldest event that the present hub keeps, and gets new checkpoints. */
    EARLIEST
}
