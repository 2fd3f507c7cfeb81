package io.trailbridge.sinks.securitylake;

import io.trailbridge.batch.RejectedException;

/**
 * One event that is to be written into an object.
 *
 * @param partition the partition it belongs to; null when it is refused
 * @param time the event's time, in ms since 1970
 * @param uid identifies the event: {@code metadata.uid}
 * @param json the event, checked against the schema
 * @param bytes size of the JSON in UTF-8
 * @param refusal why it can never be a row; null when it can
 */
record LakeRow(Partition partition, long time, String uid, String json, long bytes, RejectedException refusal) {
    static LakeRow refused(RejectedException refusal) {
        return new LakeRow(null, 0, "", "", 0, refusal);
    }
}
