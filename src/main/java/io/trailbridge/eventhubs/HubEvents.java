package io.trailbridge.eventhubs;

import java.util.Collection;

/** What a {@link HubClient} tells its consumer, on threads of the SDK: none may block. */
interface HubEvents {
    /** {@code partition} is {@code null} where it is not about one. */
    void failed(String partition, Throwable cause);

    /** Events came from the partition. */
    void heard(String partition);

    void claimed(String partition);

    /** Whether reading the partition failed and no events have come since: its comings and goings are no news. */
    boolean isUnread(String partition);

    /** The partitions that other instances own by their rows. */
    void others(Collection<String> ids);

    void rebuildWanted(String reason);
}
