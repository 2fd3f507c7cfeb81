package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.samples.SampleEvents;
import java.util.Map;
import java.util.function.LongSupplier;

/** A channel of CloudTrail Lake. */
public record CloudTrailFixture(CloudTrailDataStandIn standIn) implements SinkFixture {
    @Override
    public SinkDefinition definition() {
        return new CloudTrailSink();
    }

    @Override
    public void locate(SdkSettings sdk) {
        sdk.cloudTrailData(standIn.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("CLOUDTRAIL_CHANNEL_ARN", standIn.channelArn());
    }

    @Override
    public String endpointUri() {
        return "cloudtrail-channel:" + standIn.channelArn();
    }

    @Override
    public Tally tally(LongSupplier parked) {
        standIn.keepOnlyIds();
        return new Tally(definition().id(), SampleEvents::expectedUids, standIn::timesAccepted, parked);
    }
}
