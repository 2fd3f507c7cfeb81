package io.trailbridge.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name, taken apart: {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}. Each part but the
 * partition may be empty, as region and account of a bucket are. Immutable. Source: "Amazon Resource Names" in the IAM
 * User Guide.
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Bounded, since the text may come from an event. */
    private static final Pattern FORM =
            Pattern.compile("arn:(aws[^:]{0,32}):([^:]{0,64}):([^:]{0,64}):([0-9]{0,32}):(.*)", Pattern.DOTALL);

    private static final Pattern PARTITION = Pattern.compile("aws[a-z-]*");

    /** Returns the parts of an ARN; empty when the text, which may be null, has no such form. */
    public static Optional<Arn> parse(String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text);
        return parts.matches()
                ? Optional.of(new Arn(parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5)))
                : Optional.empty();
    }

    /** Returns whether it names a resource of this service that belongs to one account in one region. */
    public boolean isRegional(String ofService) {
        return service.equals(ofService)
                && PARTITION.matcher(partition).matches()
                && AwsNames.isRegion(region)
                && AwsNames.isAccount(account);
    }
}
