package io.trailbridge.fault;

/**
 * The kinds of faults, as a closed set. The same code appears in the log line, in health and in {@code docs/faults.md},
 * so that alerts and runbooks can rely on it. A service's own error code appears in the cause.
 */
public enum FaultCode {
    HUB_UNREACHABLE("hub-unreachable"),
    HUB_ACCESS_DENIED("hub-access-denied"),
    HUB_NOT_FOUND("hub-not-found"),
    HUB_REPLACED("hub-replaced"),
    PARTITION_NOT_READ("partition-not-read"),
    PARTITION_STALLED("partition-stalled"),
    PARTITION_CONTENDED("partition-contended"),
    EVENTS_EXPIRED("events-expired"),
    LOAD_BALANCING_STALLED("load-balancing-stalled"),
    CHECKPOINT_FAILING("checkpoint-failing"),
    CLOCK_SKEW("clock-skew"),
    SECRET_UNREADABLE("secret-unreadable"),
    DRAIN_FAILED("drain-failed"),

    THROTTLED("throttled"),
    ACCESS_DENIED("access-denied"),
    CREDENTIALS_INVALID("credentials-invalid"),
    TARGET_MISSING("target-missing"),
    UNREACHABLE("unreachable"),
    SERVICE_FAILING("service-failing"),
    CALL_HANGS("call-hangs"),
    KEY_UNUSABLE("key-unusable"),
    CALL_REFUSED("call-refused"),

    DEAD_LETTERED_BY_QUEUE("dead-lettered-by-queue"),
    MESSAGE_STALLED("message-stalled"),
    ROUTE_DROPS_ALL("route-drops-all"),
    WORKER_DIED("worker-died");

    private final String id;

    FaultCode(String id) {
        this.id = id;
    }

    /** Returns the code as log, health and documents write it. */
    public String id() {
        return id;
    }
}
