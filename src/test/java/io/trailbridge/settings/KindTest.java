package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.sinks.securitylake.SecurityLakeSink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting that accepts a name or an ARN accepts an ARN of its own service only. */
class KindTest {
    @ParameterizedTest
    @CsvSource({
        "checkpoints.v1, true",
        "a, false",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/checkpoints, true",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/a, false",
        "arn:aws:dynamodb:eu-west-1:123456789012:checkpoints, false",
        "arn:aws:dynamodb::123456789012:table/checkpoints, false",
        "arn:aws:kms:eu-west-1:123456789012:table/checkpoints, false"
    })
    void aTableHasANameOrAnArn(String value, boolean accepted) {
        assertEquals(accepted, Kind.table().read(value).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "alias/lake, true",
        "1234-abcd, true",
        "arn:aws:kms:eu-west-1:123456789012:key/1234-abcd, true",
        "arn:aws:kms:eu-west-1:123456789012:alias/lake, true",
        "arn:aws:kms:eu-west-1:123456789012:grant/1, false",
        "arn:aws:kms:eu-west-1:1234:key/1, false"
    })
    void aKeyHasAnIdAnAliasOrAnArn(String value, boolean accepted) {
        assertEquals(accepted, SecurityLakeSink.KMS_KEY.kind().read(value).isPresent());
    }
}
