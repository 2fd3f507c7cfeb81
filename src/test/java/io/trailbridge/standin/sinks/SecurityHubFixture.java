package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.securityhub.SecurityHubSink;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.SecurityHubStandIn;
import io.trailbridge.standin.samples.SampleEvents;
import java.util.Map;
import java.util.function.LongSupplier;

/** Security Hub, which gets every kind of event. */
public record SecurityHubFixture(SecurityHubStandIn standIn) implements SinkFixture {
    @Override
    public SinkDefinition definition() {
        return new SecurityHubSink();
    }

    @Override
    public void locate(SdkSettings sdk) {
        sdk.securityHub(standIn.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN",
                standIn.productArn(),
                "TRAILBRIDGE_SECURITYHUB_LEAVE_OUT",
                "none");
    }

    @Override
    public String endpointUri() {
        return "security-hub:" + standIn.productArn();
    }

    @Override
    public Tally tally(LongSupplier parked) {
        return new Tally(
                definition().id(), n -> SampleEvents.expectedTexts("asff", "/Id", n), standIn::timesAccepted, parked);
    }
}
