package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reports whether one hub answers, and whether the partitions owned here are read. There is one fault for the hub and
 * one for all partitions together, so that 32 partitions do not produce 32 lines.
 *
 * <p>The SDK does not report when a partition's link is open. A partition counts as read when events are received from
 * it, or when the hub answers and the partition's claim has not failed for a while. While the hub is silent, nothing is
 * reported about its partitions; afterwards they have as much time to be reopened as after a closed link. Safe for use
 * by any thread.
 */
final class HubSignals implements AutoCloseable {
    private final Faults faults;
    private final EventHubsSettings settings;
    private final String name;
    private final FaultSignal hub;
    private final FaultSignal partitions;

    @GuardedBy("this")
    private final Map<String, Unread> unread = new TreeMap<>();

    @GuardedBy("this")
    private Long silentSince;

    /**
     * Times are those of the monotonic clock; {@code claimed} is {@code null} while the partition is not claimed again.
     */
    private record Unread(HubFailure why, long since, Long claimed) {}

    HubSignals(Faults faults, EventHubsSettings settings, HubAddress connection) {
        this.faults = faults;
        this.settings = settings;
        this.name = connection.toString();
        this.hub = faults.signal("hub " + name, settings.hubSilentLimit());
        this.partitions = faults.signal("partitions of hub " + name, settings.hubSilentLimit());
    }

    /** Returns whether these signals are for this hub and consumer group, whatever the credentials are. */
    boolean areOf(HubAddress connection) {
        return name.equals(connection.toString());
    }

    /** Called when the hub was asked, at the time {@code asked}, and did not answer or refused. */
    synchronized void silent(HubFailure why, long asked) {
        if (silentSince == null) {
            silentSince = asked;
        }
        hub.raise(why.code(), why.cause(), why.remedy(), silentSince);
    }

    synchronized void heard() {
        if (isSilent()) {
            silentSince = null;
            unread.replaceAll((id, one) -> new Unread(one.why().asTransient(), faults.nanos(), one.claimed()));
        }
        hub.clear();
    }

    synchronized boolean isSilent() {
        return silentSince != null;
    }

    /** Called when reading the partition failed or its link was closed. */
    synchronized void failed(String partition, HubFailure why) {
        Unread before = unread.get(partition);
        unread.put(partition, new Unread(why, before == null ? faults.nanos() : before.since(), null));
    }

    synchronized void claimed(String partition) {
        unread.computeIfPresent(partition, (id, one) -> new Unread(one.why(), one.since(), faults.nanos()));
    }

    synchronized boolean isUnread(String partition) {
        return unread.containsKey(partition);
    }

    /** Called when events were received from the partition. */
    synchronized void read(String partition) {
        if (unread.remove(partition) != null) {
            report();
        }
    }

    /** Forgets partitions that this instance need not read, such as those that other instances own. */
    synchronized void others(Collection<String> ids) {
        unread.keySet().removeAll(ids);
    }

    /**
     * Reports partitions that are not read, if the failure is permanent or lasts longer than a link needs to be
     * reopened. Must be called regularly.
     */
    synchronized void report() {
        if (isSilent()) {
            return;
        }
        long now = faults.nanos();
        unread.values()
                .removeIf(one ->
                        one.claimed() != null && now - one.claimed() > settled().toNanos());
        if (unread.isEmpty()) {
            partitions.clear();
            return;
        }
        long reopening = settings.loadBalancingInterval().plusSeconds(2).toNanos();
        Unread oldest = Collections.min(unread.values(), Comparator.comparingLong(Unread::since));
        if (!oldest.why().isTransient() || now - oldest.since() > reopening) {
            partitions.raise(
                    FaultCode.PARTITION_NOT_READ,
                    "owned but not read: " + String.join(", ", unread.keySet()) + ": "
                            + oldest.why().cause(),
                    oldest.why().remedy(),
                    oldest.since());
        }
    }

    /** Returns how long a claim must not have failed to count as open: refusals arrive within seconds. */
    private Duration settled() {
        return settings.hubSilentLimit().dividedBy(2);
    }

    @Override
    public void close() {
        hub.close();
        partitions.close();
    }
}
