package io.trailbridge.sinks.securityhub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of an account's default product: the owner of the findings, and the Security Hub that receives them. */
record ProductArn(String text, String region, String account) {
    private static final Pattern FORMAT = Pattern.compile(
            "arn:aws[a-z-]*:securityhub:([a-z]{2,}(?:-[a-z0-9]+)+):(\\d{12}):product/(\\d{12})/default");

    static ProductArn parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not the ARN of an account's default product in"
                    + " Security Hub; it looks like"
                    + " arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default");
        }
        if (!matcher.group(2).equals(matcher.group(3))) {
            throw new IllegalArgumentException("the product ARN \"" + text + "\" names two accounts: an account imports"
                    + " findings for its own default product only");
        }
        return new ProductArn(text, matcher.group(1), matcher.group(2));
    }
}
