package io.trailbridge.sinks.securityhub;

import java.time.Instant;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/** Findings for tests, as JSON that Security Hub accepts and as what the sink makes of it. */
final class Findings {
    static final Instant START = Instant.parse("2024-01-15T10:30:00Z");

    private Findings() {}

    /** A state of a finding of an account's default product; {@code second} is its age: a greater number is newer. */
    static String json(String productArn, String id, int second, String description) {
        return """
                {"SchemaVersion":"2018-10-08","Id":"%s","ProductArn":"%s","GeneratorId":"defender",\
                "AwsAccountId":"%s","CreatedAt":"2024-01-01T00:00:00.000Z","UpdatedAt":"%s",\
                "Title":"Alert","Description":"%s","Severity":{"Label":"HIGH"},\
                "Resources":[{"Type":"Other","Id":"vm-1"}]}""".formatted(id, productArn, productArn.split(":")[4], START.plusSeconds(second), description);
    }

    /** The same without what the service asks for: only what the order looks at. */
    static Finding finding(String id, int second, String title) {
        AwsSecurityFinding model =
                AwsSecurityFinding.builder().id(id).title(title).build();
        return new Finding(id, START.plusSeconds(second), model, 10);
    }
}
