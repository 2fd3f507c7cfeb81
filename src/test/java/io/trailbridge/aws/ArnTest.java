package io.trailbridge.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sinks.cloudtrail.ChannelArn;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An ARN is taken apart in one place, and the forms that settings and endpoints require are distinguished there. */
class ArnTest {
    @Test
    void anArnHasFivePartsOfWhichTheLastMayHoldColons() {
        assertEquals(
                Optional.of(new Arn("aws-cn", "sns", "cn-north-1", "123456789012", "topic:a:b")),
                Arn.parse("arn:aws-cn:sns:cn-north-1:123456789012:topic:a:b"));
        assertEquals(Optional.of(new Arn("aws", "s3", "", "", "bucket/\n")), Arn.parse("arn:aws:s3:::bucket/\n"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "arn",
                "arn:aws",
                "arn:aws:s3::",
                "arn:azure:s3:::b",
                "arn:aws:sqs:eu-west-1:me:q",
                " arn:aws:s3:::b"
            })
    void otherTextIsNone(String text) {
        assertEquals(Optional.empty(), Arn.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:kms:eu-west-1:123456789012:key/1, true", "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1, true",
        "arn:aws:sqs:eu-west-1:123456789012:q, false", "arn:aws:kms::123456789012:key/1, false",
        "arn:aws:kms:eu-west-1:12345678901:key/1, false", "arn:awsX:kms:eu-west-1:123456789012:key/1, false"
    })
    void aRegionalResourceHasServiceRegionAndAccount(String text, boolean regional) {
        assertEquals(regional, Arn.parse(text).orElseThrow().isRegional("kms"));
    }

    @Test
    void aChannelNamesItsRegionAndItsOwner() {
        ChannelArn channel = ChannelArn.parse(ChannelArn.EXAMPLE);

        assertEquals(new ChannelArn(ChannelArn.EXAMPLE, "us-east-1", "123456789012"), channel);
        assertTrue(ChannelArn.read(ChannelArn.EXAMPLE + "x".repeat(256 - ChannelArn.EXAMPLE.length()))
                .isPresent());
        assertFalse(ChannelArn.read(ChannelArn.EXAMPLE + "x".repeat(257 - ChannelArn.EXAMPLE.length()))
                .isPresent());
        assertThrows(
                IllegalArgumentException.class,
                () -> ChannelArn.parse("arn:aws:cloudtrail:us-east-1:123456789012:trail/x"));
    }

    @Test
    void aProductNamesOneAccountTwice() {
        ProductArn product = ProductArn.parse(ProductArn.EXAMPLE);

        assertEquals(new ProductArn("aws", "us-east-1", "123456789012"), product);
        assertEquals(ProductArn.EXAMPLE, product.text());
        String two = "arn:aws:securityhub:us-east-1:123456789012:product/210987654321/default";
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ProductArn.parse(two))
                .getMessage()
                .contains("names two accounts"));
        String vendor = "arn:aws:securityhub:us-east-1::product/vendor/tool";
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ProductArn.parse(vendor))
                .getMessage()
                .contains("it looks like " + ProductArn.EXAMPLE));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, true",
        "us-gov-east-1, true",
        "eusc-de-east-1, true",
        "mars, false",
        "Ireland, false",
        "westeurope, false",
        ", false"
    })
    void aRegionIsKnownByItsForm(String text, boolean region) {
        assertEquals(region, AwsNames.isRegion(text));
    }

    @ParameterizedTest
    @CsvSource({"123456789012, true", "12345678901, false", "1234567890123, false", "12345678901a, false", ", false"})
    void anAccountHasTwelveDigits(String text, boolean account) {
        assertEquals(account, AwsNames.isAccount(text));
    }
}
