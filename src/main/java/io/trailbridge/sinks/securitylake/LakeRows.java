package io.trailbridge.sinks.securitylake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.encoding.Utf8;
import io.trailbridge.transform.json.DeterministicId;
import java.io.IOException;
import java.util.List;

/** Creates rows from OCSF events in JSON, each checked against the schema of its class. Thread-safe. */
final class LakeRows {
    /** The last millisecond of the year 9999: a day has eight digits. */
    private static final long LAST_TIME = 253_402_300_799_999L;

    private final String version;
    private final String target;

    /** @param target the name in refusals */
    LakeRows(String version, String target) {
        this.version = version;
        this.target = target;
    }

    /** Returns the row of this event; a refused row when it can never be in an object. */
    LakeRow row(String json) {
        try {
            RowFacts facts = RowFacts.of(json);
            if (facts.classUid() == null) {
                throw new NotInSchemaException("/class_uid", "it must be an integer");
            }
            RowReader.check(json, schema(facts.classUid()));
            if (facts.time() == null || facts.time() < 0 || facts.time() > LAST_TIME) {
                throw new NotInSchemaException("/time", "it decides the day and must be ms from 1970 to 9999");
            }
            Partition partition =
                    Partition.of(facts.classUid().intValue(), facts.accountId(), facts.tenantId(), facts.time());
            String uid = facts.uid() == null
                    ? DeterministicId.of("row", List.of(json)).toString()
                    : facts.uid();
            return new LakeRow(partition, facts.time(), uid, json, Utf8.length(json), null);
        } catch (NotInSchemaException e) {
            return refused("NotInSchema", e.getMessage());
        } catch (JsonProcessingException e) {
            // The exception's own message is not used, because it quotes the event.
            return refused(
                    "NotJson",
                    "the event is not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new IllegalStateException("a string in memory cannot be read", e);
        }
    }

    private LakeSchema schema(long classUid) throws NotInSchemaException {
        try {
            return LakeSchema.of(version, Math.toIntExact(classUid));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new NotInSchemaException("/class_uid", "there is no schema of the class " + classUid);
        }
    }

    LakeRow refused(String code, String message) {
        return LakeRow.refused(new RejectedException(code, message, target));
    }
}
