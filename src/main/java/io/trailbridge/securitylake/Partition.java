package io.trailbridge.securitylake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the rows of one object have in common: the custom source is one class, and Security Lake partitions a source by
 * account and day.
 *
 * @param account the folder's name, see {@link #account}
 * @param day the day of the events' own {@code time} in UTC, {@code yyyyMMdd}
 */
record Partition(int classUid, String account, String day) {
    private static final Pattern AWS_ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern NOT_IN_A_FOLDER_NAME = Pattern.compile("[^a-z0-9._-]");
    private static final String EXTERNAL = "external_";

    static Partition of(int classUid, String accountId, String tenantId, long time) {
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC)
                .toLocalDate());
        return new Partition(classUid, account(accountId, tenantId), day);
    }

    /**
     * The folder of an account: an AWS account by its twelve digits, any other id as {@code external_<id>}, as the
     * user guide of Security Lake asks for, in lower case, since Azure spells the same subscription in both. An event
     * of no account belongs to its tenant: {@code external_<tenant>}. The guide has no word for an event of neither;
     * {@code external_none} then says that the event names none.
     */
    private static String account(String accountId, String tenantId) {
        if (accountId != null && AWS_ACCOUNT.matcher(accountId).matches()) {
            return accountId;
        }
        String id = accountId != null ? accountId : tenantId != null ? tenantId : "none";
        return EXTERNAL + NOT_IN_A_FOLDER_NAME.matcher(id.toLowerCase(Locale.ROOT)).replaceAll("_");
    }
}
