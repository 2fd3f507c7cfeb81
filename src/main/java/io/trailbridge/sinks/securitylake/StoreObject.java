package io.trailbridge.sinks.securitylake;

import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stores rows of one partition as one object, sorted by time. All rows are accepted when the object is stored, and none
 * before. The same rows in any order produce the same object.
 */
final class StoreObject implements BatchCall<LakeRow> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreObject.class);
    private static final Comparator<LakeRow> ORDER =
            Comparator.comparingLong(LakeRow::time).thenComparing(LakeRow::uid).thenComparing(LakeRow::json);

    private final S3Client s3;
    private final Map<Integer, Location> locations;
    private final String version;
    private final String region;
    private final String kmsKeyId;

    /**
     * @param locations by class
     * @param kmsKeyId null to encrypt with the bucket's default
     */
    StoreObject(S3Client s3, Map<Integer, Location> locations, String version, String region, String kmsKeyId) {
        this.s3 = s3;
        this.locations = locations;
        this.version = version;
        this.region = region;
        this.kmsKeyId = kmsKeyId;
    }

    /** Longer than the default, because an object may have 64 MiB. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<Outcome> call(List<LakeRow> entries) throws IOException {
        List<LakeRow> rows = entries.stream().sorted(ORDER).toList();
        int classUid = rows.get(0).partition().classUid();
        Location location = locations.get(classUid);
        String key = ObjectName.key(location, region, rows);
        ObjectUpload upload = new ObjectUpload(s3, location.bucket(), key, kmsKeyId);
        boolean stored = false;
        try {
            RowWriter.write(rows, LakeSchema.of(version, classUid), upload);
            upload.complete();
            stored = true;
        } finally {
            if (!stored) {
                upload.abort();
            }
        }
        LOG.debug("bucket={} key={} rows={} bytes={} stored", location.bucket(), key, rows.size(), upload.getPos());
        return Collections.nCopies(rows.size(), Outcome.ACCEPTED);
    }
}
