package io.trailbridge.aws;

import java.util.regex.Pattern;

/**
 * The forms of the names of regions and accounts. A region is checked by its form, not by a list, so that a new one
 * needs no release. Stateless, any thread.
 */
public final class AwsNames {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private AwsNames() {}

    /** Returns whether the text has the form of a region's name, such as {@code eu-west-1}. */
    public static boolean isRegion(String text) {
        return text != null && REGION.matcher(text).matches();
    }

    /** Returns whether the text has the form of an account's id: 12 digits. */
    public static boolean isAccount(String text) {
        return text != null && ACCOUNT.matcher(text).matches();
    }
}
