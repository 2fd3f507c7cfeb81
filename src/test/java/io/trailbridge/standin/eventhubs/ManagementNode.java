package io.trailbridge.standin.eventhubs;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code $management}: READ of a hub and of a partition. The SDK refuses a value of any other Java type. */
final class ManagementNode extends RequestNode {

    private final Namespace namespace;
    private final CbsNode cbs;
    private final Faults faults;
    private final Clock clock;

    ManagementNode(EventLoop loop, Faults faults, Namespace namespace, CbsNode cbs, Clock clock) {
        super(loop, faults);
        this.namespace = namespace;
        this.cbs = cbs;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    Answer answer(Peer peer, Map<String, Object> properties, Object body) {
        if (faults.takeBusy()) {
            return refused(Refusal.serverBusy());
        }
        String name = String.valueOf(properties.get("name"));
        try {
            cbs.check(String.valueOf(properties.get("security_token")), LinkAddress.path(name));
        } catch (IllegalArgumentException e) {
            return refused(Refusal.unauthorized(e.getMessage()));
        }
        Hub hub = namespace.hub(name);
        if (hub == null) {
            return refused(Refusal.notFound(name));
        }
        String type = properties.get("operation") + " " + properties.get("type");
        return switch (type) {
            case "READ com.microsoft:eventhub" -> ok(properties(hub));
            case "READ com.microsoft:partition" -> partition(hub, String.valueOf(properties.get("partition")));
            default -> refused(Refusal.invalidArgument("The operation is not supported: " + type));
        };
    }

    private Answer partition(Hub hub, String partition) {
        PartitionLog log = hub.partition(partition);
        return log == null
                ? refused(Refusal.noSuchPartition(hub.log().partitions()))
                : ok(properties(hub, partition, log.state()));
    }

    private Map<String, Object> properties(Hub hub) {
        String[] ids = IntStream.range(0, hub.log().partitions())
                .mapToObj(String::valueOf)
                .toArray(String[]::new);
        Map<String, Object> values = new HashMap<>();
        values.put("name", hub.name());
        values.put("type", "com.microsoft:eventhub");
        values.put("created_at", Date.from(hub.createdAt()));
        values.put("partition_count", ids.length);
        values.put("partition_ids", ids);
        return values;
    }

    private Map<String, Object> properties(Hub hub, String partition, PartitionState state) {
        Map<String, Object> values = new HashMap<>();
        values.put("name", hub.name());
        values.put("type", "com.microsoft:partition");
        values.put("partition", partition);
        values.put("begin_sequence_number", state.beginSequenceNumber());
        values.put("last_enqueued_sequence_number", state.lastSequenceNumber());
        values.put("last_enqueued_offset", state.lastOffset());
        values.put("last_enqueued_time_utc", Date.from(state.lastEnqueuedTime()));
        values.put("is_partition_empty", state.empty());
        values.put("runtime_info_retrieval_time_utc", Date.from(Instant.now(clock)));
        return values;
    }

    private static Answer ok(Map<String, Object> body) {
        return new Answer(200, "OK", null, body);
    }
}
