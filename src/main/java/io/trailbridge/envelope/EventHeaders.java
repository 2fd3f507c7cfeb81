package io.trailbridge.envelope;

/** Headers of a received event in addition to those of the stock component (its {@code EventHubsConstants}). */
public final class EventHeaders {
    /** {@code Map<String, Object>}: the AMQP properties and annotations that Event Hubs or the sender set. */
    public static final String SYSTEM_PROPERTIES = "CamelAzureEventHubsSystemProperties";
    /** {@code String}: the fully qualified namespace, for example {@code contoso.servicebus.windows.net}. */
    public static final String NAMESPACE = "TrailbridgeEventHubNamespace";
    /** {@code String}: the hub's name as configured. */
    public static final String EVENT_HUB = "TrailbridgeEventHubName";
    /** {@code String}: the consumer group as configured, for example {@code $Default}. */
    public static final String CONSUMER_GROUP = "TrailbridgeEventHubConsumerGroup";
    /** {@code String}: the opaque offset. The stock header holds it as a Long where it is a number. */
    public static final String OFFSET_STRING = "TrailbridgeEventHubOffset";
    /** {@code Integer}: 1 for the first time this process gives the event to the route, then 2 and so on. */
    public static final String ATTEMPT = "TrailbridgeEventHubAttempt";

    private EventHeaders() {}
}
