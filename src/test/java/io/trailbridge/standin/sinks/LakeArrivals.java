package io.trailbridge.standin.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.sinks.securitylake.LakeFile;
import io.trailbridge.standin.aws.S3Object;
import io.trailbridge.standin.aws.S3StandIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How often each event is in the lake: reads every object of some custom sources, once while it stays the same. An
 * object that is stored again in place of itself counts once, as whoever queries the lake sees it.
 */
public final class LakeArrivals {
    private record Seen(String etag, List<String> uids) {}

    private final S3StandIn s3;
    private final Predicate<String> keys;
    private final String pointer;
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * @param keys which objects count, by their key
     * @param pointer the field of a row that names its event
     */
    public LakeArrivals(S3StandIn s3, Predicate<String> keys, String pointer) {
        this.s3 = s3;
        this.keys = keys;
        this.pointer = pointer;
    }

    /** By what the field holds. */
    public synchronized Map<String, Integer> times() {
        Map<String, Integer> times = new HashMap<>();
        s3.objects(s3.bucket()).forEach((key, object) -> {
            if (keys.test(key)) {
                uids(key, object).forEach(uid -> times.merge(uid, 1, Integer::sum));
            }
        });
        return times;
    }

    private List<String> uids(String key, S3Object object) {
        Seen known = seen.get(key);
        if (known == null || !known.etag().equals(object.etag())) {
            List<String> uids = new ArrayList<>();
            for (JsonNode row : LakeFile.read(object.bytes()).rows()) {
                uids.add(row.at(pointer).asText());
            }
            known = new Seen(object.etag(), uids);
            seen.put(key, known);
        }
        return known.uids();
    }
}
