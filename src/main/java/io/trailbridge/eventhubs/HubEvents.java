package io.trailbridge.eventhubs;

import java.util.Collection;

/** Notifications from a {@link HubClient} to its consumer, on threads of the SDK. No method may block. */
interface HubEvents {
    /** Reports a failure; {@code partition} is {@code null} when it does not concern a single partition. */
    void failed(String partition, Throwable cause);

    /** Reports that events were received from the partition. */
    void heard(String partition);

    void claimed(String partition);

    /** Reports a partition that was claimed and must not be read: what becomes of its link is no failure. */
    void held(String partition);

    /**
     * Returns whether reading the partition failed and no events were received since; its claims are then not worth an
     * INFO line.
     */
    boolean isUnread(String partition);

    /** Reports the partitions that other instances own according to their rows. */
    void others(Collection<String> ids);

    void rebuildWanted(String reason);
}
