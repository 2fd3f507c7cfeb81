package io.trailbridge.sinks.securitylake;

import io.trailbridge.aws.AwsNames;
import io.trailbridge.encoding.Digests;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The properties that the rows of one object have in common: a custom source has one class, and Security Lake
 * partitions a source by account and day.
 *
 * @param account the folder's name, see {@link #account}
 * @param day the day of the events' own {@code time} in UTC, {@code yyyyMMdd}
 */
record Partition(int classUid, String account, String day) {
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String EXTERNAL = "external_";
    /** Length of a digest in hexadecimal digits. */
    private static final int DIGEST = 32;

    static Partition of(int classUid, String accountId, String tenantId, long time) {
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(
                Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC).toLocalDate());
        return new Partition(classUid, account(accountId, tenantId), day);
    }

    /**
     * Returns the folder of an account. An AWS account is named by its twelve digits. A subscription is named
     * {@code external_<guid>}, as the user guide of Security Lake requires, in lower case, because Azure writes the
     * same id in both cases. Any other id is free text of any length: its folder is {@code external_<digest>}. An event
     * without an account belongs to its tenant. The guide does not define a folder for an event with neither;
     * {@code external_none} then states that the event names none.
     */
    private static String account(String accountId, String tenantId) {
        if (AwsNames.isAccount(accountId)) {
            return accountId;
        }
        String id = accountId != null ? accountId : tenantId;
        if (id == null) {
            return EXTERNAL + "none";
        }
        String lower = id.toLowerCase(Locale.ROOT);
        return EXTERNAL
                + (GUID.matcher(lower).matches()
                        ? lower
                        : Digests.sha256Hex(lower).substring(0, DIGEST));
    }
}
