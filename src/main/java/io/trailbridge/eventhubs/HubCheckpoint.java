package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Instant;

/**
 * A checkpoint that names the hub that it is a position of. Offsets and sequence numbers have no meaning in another
 * hub, and a hub that is deleted and created again, or failed over, is another hub under the same name. The creation
 * times distinguish them. Like the SDK's checkpoint it
 * is filled by one thread before it is shared.
 */
public final class HubCheckpoint extends Checkpoint {
    /** The kind of checkpoint rows, as opposed to ownership rows. */
    public static final String KIND = "checkpoint";

    private final Instant hubCreatedAt;
    private final Instant writtenAt;

    /**
     * @param hubCreatedAt when its hub was created; {@code null} in rows of other systems
     * @param writtenAt    when the row was written; {@code null} when the row does not say, and before it is written
     */
    public HubCheckpoint(Instant hubCreatedAt, Instant writtenAt) {
        this.hubCreatedAt = hubCreatedAt;
        this.writtenAt = writtenAt;
    }

    /** Returns when the checkpoint's hub was created, or {@code null}. */
    public static Instant hubCreatedAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.hubCreatedAt : null;
    }

    /** Returns when the checkpoint was written, or {@code null}. */
    static Instant writtenAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.writtenAt : null;
    }

    /** Returns the offset of a checkpoint, in whichever of the SDK's two forms it was given. */
    @SuppressWarnings("deprecation")
    public static String offset(Checkpoint checkpoint) {
        if (checkpoint.getOffsetString() != null) {
            return checkpoint.getOffsetString();
        }
        return checkpoint.getOffset() == null ? null : checkpoint.getOffset().toString();
    }

    /** Returns the key under which a store keeps the rows of one consumer group of one hub. */
    public static String partitionKey(String namespace, String hub, String group) {
        return "eventhub#" + namespace + "#" + hub + "#" + group;
    }
}
