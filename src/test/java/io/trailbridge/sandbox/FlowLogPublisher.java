package io.trailbridge.sandbox;

import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes flow logs beside the events: after every {@value #EVENTS} events a record of {@value #TUPLES} tuples is
 * appended to the blob of the hour, and Event Grid's notice of it is put into the hub, twice.
 */
public final class FlowLogPublisher {
    private static final int EVENTS = 100;
    private static final int TUPLES = 20;
    private static final int RECORDS_IN_BLOB = 60;

    private final LocalClouds clouds;
    private long written;

    public FlowLogPublisher(LocalClouds clouds) {
        this.clouds = clouds;
    }

    /** The tuples that are written because of the n-th event; null when none are. */
    public static List<String> tuplesAt(long n) {
        if (n % EVENTS != EVENTS - 1) {
            return null;
        }
        List<String> tuples = new ArrayList<>();
        for (int i = 0; i < TUPLES; i++) {
            tuples.add(FlowLogText.tuple((int) (n / EVENTS) * TUPLES + i));
        }
        return tuples;
    }

    /** Writes what belongs to the first so many events and is not written yet. */
    public void upTo(long events) {
        BlobStorageStandIn storage = clouds.blobStorage();
        for (; (written + 1) * EVENTS <= events; written++) {
            String path =
                    "flowLogResourceID=/HUB/h=" + written / RECORDS_IN_BLOB + "/macAddress=000D3AF87856/PT1H.json";
            List<String> tuples = tuplesAt(written * EVENTS + EVENTS - 1);
            StoredBlob state = storage.append(path, FlowLogText.record(tuples.toArray(String[]::new)));
            String notice = BlobStorageStandIn.notice(storage.url(path), state);
            for (int time = 0; time < 2; time++) {
                clouds.eventHubs().hub(LocalClouds.HUB).append((int) (written % 4), notice);
            }
        }
    }
}
