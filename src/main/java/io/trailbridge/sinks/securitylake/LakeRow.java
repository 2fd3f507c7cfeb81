package io.trailbridge.sinks.securitylake;

import io.trailbridge.batch.RejectedException;

/**
 * One event on its way into an object.
 *
 * @param partition where it belongs; null when it is refused
 * @param time its own, in ms since 1970
 * @param uid what tells it from others: {@code metadata.uid}
 * @param json the event, checked against the schema
 * @param bytes of the text in UTF-8
 * @param refusal why it can never be a row; null when it can
 */
record LakeRow(Partition partition, long time, String uid, String json, long bytes, RejectedException refusal) {
    static LakeRow refused(RejectedException refusal) {
        return new LakeRow(null, 0, "", "", 0, refusal);
    }
}
