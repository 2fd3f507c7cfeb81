package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Instant;

/**
 * A checkpoint that names the hub it is a position of: offsets and sequence numbers mean nothing in another one, and a
 * hub that is deleted and created anew, or failed over, is another one under the same name. The time of its creation
 * tells them apart.
 */
public final class HubCheckpoint extends Checkpoint {
    /** What rows of checkpoints are called, beside those of ownerships. */
    public static final String KIND = "checkpoint";

    private final Instant hubCreatedAt;
    private final Instant writtenAt;

    /**
     * @param hubCreatedAt when its hub was created; {@code null} in rows of other systems
     * @param writtenAt    when the row was written; {@code null} when it does not say, and before it is written
     */
    public HubCheckpoint(Instant hubCreatedAt, Instant writtenAt) {
        this.hubCreatedAt = hubCreatedAt;
        this.writtenAt = writtenAt;
    }

    /** When the checkpoint's hub was created, or {@code null}. */
    public static Instant hubCreatedAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.hubCreatedAt : null;
    }

    /** When the checkpoint was written, or {@code null}. */
    static Instant writtenAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.writtenAt : null;
    }

    /** The offset in a checkpoint, whichever of the SDK's two forms it was given. */
    @SuppressWarnings("deprecation")
    public static String offset(Checkpoint checkpoint) {
        if (checkpoint.getOffsetString() != null) {
            return checkpoint.getOffsetString();
        }
        return checkpoint.getOffset() == null ? null : checkpoint.getOffset().toString();
    }

    /** Under what a store keeps the rows of one consumer group of one hub. */
    public static String partitionKey(String namespace, String hub, String group) {
        return "eventhub#" + namespace + "#" + hub + "#" + group;
    }
}
