package io.trailbridge.sinks.securitylake;

import io.trailbridge.transform.json.DeterministicId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The key of an object: {@code <prefix>region=<region>/accountId=<account>/eventDay=<day>/<time>-<id>.zstd.parquet}.
 *
 * <p>The time is that of the first event. The id is a UUID made from the ids of all events in order, not only of the
 * first and the last one. So the same events, stored again because the result of the first attempt is unknown,
 * overwrite their object. Other events that begin and end with the same two (a part of the first ones, redelivered
 * after a crash) never overwrite an object that holds more.
 */
final class ObjectName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ObjectName() {}

    /**
     * Returns the key of an object.
     *
     * @param rows the rows in the object's order, at least one
     */
    static String key(Location location, String region, List<LakeRow> rows) {
        LakeRow first = rows.get(0);
        Partition partition = first.partition();
        return location.prefix() + "region=" + region + "/accountId=" + partition.account() + "/eventDay="
                + partition.day() + "/" + TIME.format(Instant.ofEpochMilli(first.time())) + "-" + id(rows)
                + ".zstd.parquet";
    }

    private static String id(List<LakeRow> rows) {
        return DeterministicId.of("object", rows.stream().map(LakeRow::uid).toList())
                .toString();
    }
}
