package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.securitylake.SecurityLakeSink;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.samples.SampleEvents;
import java.util.Map;
import java.util.function.LongSupplier;

/** A lake's bucket with a location for each class of finding; objects are stored after two seconds. */
public record SecurityLakeFixture(S3StandIn standIn) implements SinkFixture {
    @Override
    public SinkDefinition definition() {
        return new SecurityLakeSink();
    }

    @Override
    public void locate(SdkSettings sdk) {
        sdk.s3(standIn.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "TRAILBRIDGE_SECURITYLAKE_DETECTION_FINDING",
                location("defender-detection"),
                "TRAILBRIDGE_SECURITYLAKE_COMPLIANCE_FINDING",
                location("defender-compliance"),
                "TRAILBRIDGE_SECURITYLAKE_VULNERABILITY_FINDING",
                location("defender-vulnerability"),
                "TRAILBRIDGE_SECURITYLAKE_MAX_AGE",
                "2s");
    }

    /** Where a custom source stores its objects. */
    public String location(String source) {
        return "s3://" + standIn.bucket() + "/ext/" + source + "/";
    }

    @Override
    public String endpointUri() {
        return "security-lake:lake?networkActivity=" + location("flows");
    }

    @Override
    public Tally tally(LongSupplier parked) {
        LakeArrivals lake = new LakeArrivals(standIn, key -> key.contains("/defender-"), "/finding_info/uid");
        return new Tally(
                definition().id(),
                n -> SampleEvents.expectedTexts("ocsf-1.3.0", "/finding_info/uid", n),
                lake::times,
                parked);
    }
}
