package io.trailbridge.aws;

import java.util.Optional;

/**
 * The ARN of an account's default product in Security Hub: the owner of the findings, and the Security Hub that
 * receives them. Its form is {@code arn:aws:securityhub:REGION:ACCOUNT:product/ACCOUNT/default}.
 */
public record ProductArn(String partition, String region, String account) {
    public static final String EXAMPLE = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";

    /** Returns the ARN; empty when the text is none of a default product, or names two accounts. */
    public static Optional<ProductArn> read(String text) {
        return ofDefaultProduct(text)
                .map(arn -> new ProductArn(arn.partition(), arn.region(), arn.account()))
                .filter(product -> product.text().equals(text));
    }

    /** @throws IllegalArgumentException when the text is no ARN of a default product, or names two accounts */
    public static ProductArn parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        ofDefaultProduct(text).isPresent()
                                ? "the product ARN \"" + text
                                        + "\" names two accounts: an account imports findings for its own default"
                                        + " product only"
                                : "\"" + text
                                        + "\" is not the ARN of an account's default product in Security Hub; it looks like "
                                        + EXAMPLE));
    }

    /** Returns the whole ARN. */
    public String text() {
        return "arn:" + partition + ":securityhub:" + region + ":" + account + ":product/" + account + "/default";
    }

    private static Optional<Arn> ofDefaultProduct(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.isRegional("securityhub") && arn.resource().matches("product/[0-9]{12}/default"));
    }
}
