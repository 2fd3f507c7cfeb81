package io.trailbridge.eventhubs;

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
 * Says of one hub whether it answers, and of the partitions owned here whether they are read: one fault for the hub,
 * one for all partitions together, so that 32 of them are not 32 lines.
 *
 * <p>The SDK does not tell when a partition's link is open. A partition is taken as read when events come from it, or
 * when the hub answers and its claim has not failed for a while. While the hub is silent its partitions are not spoken
 * of, and after it they have as long to be opened as after a link that was closed. Safe for use by any thread.
 */
final class HubSignals implements AutoCloseable {
    private final Faults faults;
    private final EventHubsSettings settings;
    private final String name;
    private final FaultSignal hub;
    private final FaultSignal partitions;
    private final Map<String, Unread> unread = new TreeMap<>();
    private Long silentSince;

    /** Times are the monotonic clock's; {@code claimed} is {@code null} while the partition is not claimed again. */
    private record Unread(HubFailure why, long since, Long claimed) {
    }

    HubSignals(Faults faults, EventHubsSettings settings, HubAddress connection) {
        this.faults = faults;
        this.settings = settings;
        this.name = connection.toString();
        this.hub = faults.signal("hub " + name, settings.hubSilentLimit());
        this.partitions = faults.signal("partitions of hub " + name, settings.hubSilentLimit());
    }

    /** Whether this is about that hub and consumer group, whatever the credentials are. */
    boolean areOf(HubAddress connection) {
        return name.equals(connection.toString());
    }

    /** The hub was asked, and did not answer or refused. {@code asked} is when. */
    synchronized void silent(HubFailure why, long asked) {
        if (silentSince == null) {
            silentSince = asked;
        }
        hub.raise(why.code(), why.cause(), why.remedy(), silentSince);
    }

    synchronized void heard() {
        if (isSilent()) {
            silentSince = null;
            unread.replaceAll((id, one) -> new Unread(one.why().inPassing(), faults.nanos(), one.claimed()));
        }
        hub.clear();
    }

    synchronized boolean isSilent() {
        return silentSince != null;
    }

    /** Reading the partition failed, or its link was closed. */
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

    /** Events came from it. */
    synchronized void read(String partition) {
        if (unread.remove(partition) != null) {
            report();
        }
    }

    /** What other instances own is not this one's to read. */
    synchronized void others(Collection<String> ids) {
        unread.keySet().removeAll(ids);
    }

    /** To be called now and then: says what is not read for longer than a link needs to be opened again. */
    synchronized void report() {
        if (isSilent()) {
            return;
        }
        long now = faults.nanos();
        unread.values().removeIf(one -> one.claimed() != null && now - one.claimed() > settled().toNanos());
        if (unread.isEmpty()) {
            partitions.clear();
            return;
        }
        long reopening = settings.loadBalancingInterval().plusSeconds(2).toNanos();
        Unread oldest = Collections.min(unread.values(), Comparator.comparingLong(Unread::since));
        if (!oldest.why().passing() || now - oldest.since() > reopening) {
            partitions.raise(FaultCode.PARTITION_NOT_READ, "owned but not read: " + String.join(", ", unread.keySet())
                + ": " + oldest.why().cause(), oldest.why().remedy(), oldest.since());
        }
    }

    /** A claim that has not failed for so long is open: refusals come within seconds. */
    private Duration settled() {
        return settings.hubSilentLimit().dividedBy(2);
    }

    @Override
    public void close() {
        hub.close();
        partitions.close();
    }
}
