package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.ServiceStandIn;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * All that tests of every sink have to know of one: the stand-in of its service, the settings that lead a bridge
 * there, and what it must get of the sample events.
 */
public interface SinkFixture extends AutoCloseable {
    SinkDefinition definition();

    ServiceStandIn standIn();

    /** Tells SDK clients where the service is. */
    void locate(SdkSettings sdk);

    /** The sink's settings beside its queues, by their environment names. */
    Map<String, String> environment();

    /** The URI of an endpoint of the sink's component, with no options but those that it must have. */
    String endpointUri();

    /** What must arrive; from now on the stand-in keeps no more than what is counted. */
    Tally tally(LongSupplier parked);

    @Override
    default void close() {
        standIn().close();
    }
}
