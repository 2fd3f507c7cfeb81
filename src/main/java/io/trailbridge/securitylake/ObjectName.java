package io.trailbridge.securitylake;

import io.trailbridge.transform.DeterministicId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The key of an object: {@code <prefix>region=<region>/accountId=<account>/eventDay=<day>/<time>-<id>.zstd.parquet}.
 *
 * <p>Time is that of the first event. The id is a UUID made of the ids of all events in order, not of the first and the
 * last one alone: the same events, stored again because nobody knows whether the first time succeeded, overwrite their
 * object, while others that happen to begin and end with the same two (a part of the first ones, redelivered after a
 * crash) never overwrite an object that holds more.
 */
final class ObjectName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ObjectName() {}

    /** @param rows in the object's order, at least one */
    static String key(Location location, String region, List<LakeRow> rows) {
        LakeRow first = rows.get(0);
        Partition partition = first.partition();
        return location.prefix() + "region=" + region + "/accountId=" + partition.account() + "/eventDay="
                + partition.day() + "/" + TIME.format(Instant.ofEpochMilli(first.time())) + "-" + id(rows)
                + ".zstd.parquet";
    }

    private static String id(List<LakeRow> rows) {
        MessageDigest all = sha256();
        for (LakeRow row : rows) {
            all.update(row.uid().getBytes(StandardCharsets.UTF_8));
            all.update((byte) '\n');
        }
        return DeterministicId.of("object\n" + rows.get(0).uid() + "\n" + rows.get(rows.size() - 1).uid() + "\n"
                + HexFormat.of().formatHex(all.digest())).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
