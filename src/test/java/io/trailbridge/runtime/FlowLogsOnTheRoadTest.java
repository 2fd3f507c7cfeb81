package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.flowlogs.FlowLogText;
import io.trailbridge.sandbox.LakeArrivals;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** Notices through the hub, blobs from the storage account, rows in the lake. */
class FlowLogsOnTheRoadTest {
    private static final String PATH = "flowLogResourceID=/TEST_NETWORKWATCHERRG_NETWORKWATCHER_WESTEUROPE/y=2026/m=05/d=05/h=10/";
    private static final int TUPLES = 10;

    private static Road road;
    private static LakeArrivals lake;

    @BeforeAll
    static void start() throws Exception {
        road = Road.startWithAllSinks();
        lake = new LakeArrivals(road.clouds().s3(), key -> key.contains("/vnet-flows/"), "/raw_data");
    }

    @AfterAll
    static void stop() {
        road.close();
    }

    @Test
    void aBlobThatGrowsIsInTheLakeOnceHoweverOftenAndInWhateverOrderItsNoticesCome() {
        BlobStorageStandIn storage = road.clouds().blobStorage();
        String path = PATH + "growing/PT1H.json";
        List<String> notices = new ArrayList<>();
        Set<String> tuples = new TreeSet<>();
        for (int append = 0; append < 60; append++) {
            StoredBlob state = storage.append(path, FlowLogText.record(tuples(append * TUPLES, tuples)));
            String notice = BlobStorageStandIn.notice(storage.url(path), state);
            notices.addAll(List.of(notice, notice));
        }
        Collections.shuffle(notices, new Random(3));
        for (int i = 0; i < notices.size(); i++) {
            road.publish(i % 4, notices.get(i));
        }

        Map<String, Integer> times = awaitInTheLake(tuples);

        assertEquals(Set.of(1), Set.copyOf(tuples.stream().map(times::get).toList()));
        assertEquals(0, road.clouds().sqs().depth(road.clouds().deadLetterUrl("flow-logs")));
        assertEquals(0, road.clouds().cloudTrail().distinctIds(), "a notice went to another sink");
    }

    @Test
    void aMalformedTupleIsParkedWithItsPlaceAndItsNeighboursArrive() {
        BlobStorageStandIn storage = road.clouds().blobStorage();
        String path = PATH + "malformed/PT1H.json";
        Set<String> tuples = new TreeSet<>();
        String[] good = tuples(5_000_000, tuples);
        List<String> all = new ArrayList<>(List.of(good));
        all.add(3, "not,a,tuple");
        StoredBlob state = storage.append(path, FlowLogText.record(all.toArray(String[]::new)));
        road.publish(0, BlobStorageStandIn.notice(storage.url(path), state));

        awaitInTheLake(tuples);

        String deadLetters = road.clouds().deadLetterUrl("flow-logs");
        await().atMost(Duration.ofSeconds(60)).until(() -> road.clouds().sqs().depth(deadLetters) == 1);
        Message parked = road.clouds().sqs().drain(deadLetters).get(0);
        assertTrue(parked.body().contains("malformed/PT1H.json"), parked.body());
        assertTrue(parked.body().contains("not,a,tuple"), parked.body());
        assertTrue(parked.messageAttributes().containsKey("FailureReason"), parked.messageAttributes()::toString);
    }

    private static String[] tuples(int from, Set<String> all) {
        String[] tuples = new String[TUPLES];
        for (int i = 0; i < TUPLES; i++) {
            tuples[i] = FlowLogText.tuple(from + i);
            all.add(tuples[i]);
        }
        return tuples;
    }

    private static Map<String, Integer> awaitInTheLake(Set<String> tuples) {
        await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(300))
                .until(() -> lake.times().keySet().containsAll(tuples));
        return lake.times();
    }
}
