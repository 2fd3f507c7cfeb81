package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.eventbridge.EventBridgeSink;
import io.trailbridge.standin.aws.EventBridgeStandIn;
import io.trailbridge.standin.aws.SdkSettings;
import java.util.Map;
import java.util.function.LongSupplier;

/** An event bus. */
public record EventBridgeFixture(EventBridgeStandIn standIn) implements SinkFixture {
    @Override
    public SinkDefinition definition() {
        return new EventBridgeSink();
    }

    @Override
    public void locate(SdkSettings sdk) {
        sdk.endpoint("AWS_ENDPOINT_URL_EVENTBRIDGE", "aws.endpointUrlEventBridge", standIn.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("TRAILBRIDGE_EVENTBRIDGE_BUS_ARN", standIn.busArn());
    }

    @Override
    public String endpointUri() {
        return "eventbridge:" + standIn.busArn();
    }

    @Override
    public Tally tally(LongSupplier parked) {
        standIn.keepOnly(OcsfKeys::of);
        return new Tally(definition().id(), OcsfKeys::expected, standIn::timesAccepted, parked);
    }
}
