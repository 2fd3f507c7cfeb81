package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Instant;

/**
 * A checkpoint that names the hub it is a position of: offsets and sequence numbers mean nothing in another one, and a
 * hub that is deleted and created anew, or failed over, is another one under the same name. The time of its creation
 * tells them apart.
 */
final class HubCheckpoint extends Checkpoint {
    private final Instant hubCreatedAt;
    private final Instant writtenAt;

    /**
     * @param hubCreatedAt when its hub was created; {@code null} in rows of other systems
     * @param writtenAt    when the row was written; {@code null} when it does not say, and before it is written
     */
    HubCheckpoint(Instant hubCreatedAt, Instant writtenAt) {
        this.hubCreatedAt = hubCreatedAt;
        this.writtenAt = writtenAt;
    }

    /** When the checkpoint's hub was created, or {@code null}. */
    static Instant hubCreatedAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.hubCreatedAt : null;
    }

    /** When the checkpoint was written, or {@code null}. */
    static Instant writtenAt(Checkpoint checkpoint) {
        return checkpoint instanceof HubCheckpoint known ? known.writtenAt : null;
    }
}
