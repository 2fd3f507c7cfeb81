package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.sinks.LakeArrivals;
import io.trailbridge.standin.sinks.SinkFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** Notices through the hub, blobs from the storage account, rows in the lake. */
@Tag("slow")
class FlowLogsPipelineTest {
    private static final String PATH =
            "flowLogResourceID=/TEST_NETWORKWATCHERRG_NETWORKWATCHER_WESTEUROPE/y=2026/m=05/d=05/h=10/";
    private static final int TUPLES = 10;

    private static PipelineFixture pipeline;
    private static LakeArrivals lake;
    private static LakeArrivals findingsInTheLake;
    private static long number;

    @BeforeAll
    static void start() throws Exception {
        pipeline = PipelineFixture.startWithAllSinks();
        lake = new LakeArrivals(pipeline.clouds().s3(), key -> key.contains("/vnet-flows/"), "/raw_data");
        findingsInTheLake =
                new LakeArrivals(pipeline.clouds().s3(), key -> key.contains("/defender-"), "/finding_info/uid");
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void aBlobThatGrowsIsInTheLakeOnceHoweverOftenAndInWhateverOrderItsNoticesCome() {
        BlobStorageStandIn storage = pipeline.clouds().blobStorage();
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
            pipeline.publish(i % 4, notices.get(i));
        }

        Map<String, Integer> times = awaitInTheLake(tuples);

        assertEquals(Set.of(1), Set.copyOf(tuples.stream().map(times::get).toList()));
        assertEquals(0, pipeline.clouds().sqs().depth(pipeline.clouds().deadLetterUrl("flow-logs")));
        assertEquals(List.of(), noticesInCloudTrail());
    }

    @Test
    void aMessageWithNoticesAndOtherEventsGoesToTheirReaderAndToEverySinkAndNothingOfItIsParked() {
        long alert = next("alert");
        long assessment = next("assessment");
        Set<String> tuples = new TreeSet<>();
        Set<String> more = new TreeSet<>();
        pipeline.publish(
                1,
                "[" + sample(alert) + "," + notice("mixed/one/PT1H.json", tuples(6_000_000, tuples))
                        + ",{\"records\":["
                        + sample(assessment) + "," + notice("mixed/two/PT1H.json", tuples(7_000_000, more)) + "]}]");
        tuples.addAll(more);

        assertEquals(
                Set.of(1),
                Set.copyOf(tuples.stream().map(awaitInTheLake(tuples)::get).toList()));

        awaitInEverySink(alert);
        awaitInEverySink(assessment);
        assertEquals(List.of(), noticesInCloudTrail());
        for (SinkFixture fixture : pipeline.clouds().sinks()) {
            String sink = fixture.definition().id();
            assertEquals(2, leftOut(sink, "flow-log-notice"), sink);
        }
        assertEquals(1, leftOut("flow-logs", "alert"));
        assertEquals(1, leftOut("flow-logs", "assessment"));
        awaitNothingIsUnderWayOrParked();
    }

    @Test
    void aMessageOfSeveralKindsWithoutNoticesGoesToTheSinksAlone() {
        long alert = next("alert");
        long assessment = next("assessment");
        double notices = sent("flow-logs");
        double events = sent("security-hub");
        pipeline.publish(2, "[" + sample(alert) + "," + sample(assessment) + "]");

        awaitInEverySink(alert);
        awaitInEverySink(assessment);
        assertEquals(events + 1, sent("security-hub"));
        assertEquals(notices, sent("flow-logs"));
        awaitNothingIsUnderWayOrParked();
    }

    @Test
    void aMalformedTupleIsParkedWithItsPlaceAndItsNeighboursArrive() {
        BlobStorageStandIn storage = pipeline.clouds().blobStorage();
        String path = PATH + "malformed/PT1H.json";
        Set<String> tuples = new TreeSet<>();
        String[] good = tuples(5_000_000, tuples);
        List<String> all = new ArrayList<>(List.of(good));
        all.add(3, "not,a,tuple");
        StoredBlob state = storage.append(path, FlowLogText.record(all.toArray(String[]::new)));
        pipeline.publish(0, BlobStorageStandIn.notice(storage.url(path), state));

        awaitInTheLake(tuples);

        String deadLetters = pipeline.clouds().deadLetterUrl("flow-logs");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.clouds().sqs().depth(deadLetters) == 1);
        Message parked = pipeline.clouds().sqs().drain(deadLetters).get(0);
        assertTrue(parked.body().contains("malformed/PT1H.json"), parked.body());
        assertTrue(parked.body().contains("not,a,tuple"), parked.body());
        assertTrue(parked.messageAttributes().containsKey("FailureReason"), parked.messageAttributes()::toString);
    }

    @Test
    void whatFailsBeforeItsQueueIsParkedWhereItsRedriveReachesItsTakers() {
        byte[] random = new byte[900_000];
        new Random(5).nextBytes(random);
        String large = ",{\"x\":\"" + Base64.getEncoder().encodeToString(random) + "\"}]";
        String notice = notice("large/PT1H.json", tuples(8_000_000, new TreeSet<>()));
        pipeline.publish(
                0,
                "[" + notice + ","
                        + notice.replace(
                                "\"data\":{",
                                "\"data\":{\"x\":\"" + Base64.getEncoder().encodeToString(random) + "\",")
                        + "]");
        assertEquals("OversizeEventException", awaitParked(pipeline.clouds().deadLetterUrl("flow-logs")));
        awaitNothingIsUnderWayOrParked();

        pipeline.publish(0, "[" + notice + large);
        assertEquals(
                "OversizeEventException", awaitParked(pipeline.clouds().queue().deadLetterUrl()));
        for (String sink : others()) {
            assertEquals("OversizeEventException", awaitParked(pipeline.clouds().deadLetterUrl(sink)), sink);
        }
    }

    private static List<String> others() {
        return pipeline.clouds().queueNames().stream()
                .filter(sink -> !sink.equals("cloudtrail"))
                .toList();
    }

    private static String awaitParked(String deadLetters) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.clouds().sqs().depth(deadLetters) == 1);
        return pipeline.clouds()
                .sqs()
                .drain(deadLetters)
                .get(0)
                .messageAttributes()
                .get("FailureType")
                .stringValue();
    }

    /** The number of a further message of the stream, a single event of this kind that every sink accepts. */
    private static long next(String kind) {
        do {
            number++;
        } while (!SampleEvents.kindOf(number).equals(kind)
                || SampleEvents.expectedUids(number).size() != 1
                || findings(number).size() != 1);
        return number;
    }

    private static List<String> findings(long n) {
        return SampleEvents.expectedTexts("ocsf-1.3.0", "/finding_info/uid", n);
    }

    private static String sample(long n) {
        return new String(SampleEvents.at(n), StandardCharsets.UTF_8);
    }

    private static String notice(String path, String[] tuples) {
        BlobStorageStandIn storage = pipeline.clouds().blobStorage();
        StoredBlob state = storage.append(PATH + path, FlowLogText.record(tuples));
        return BlobStorageStandIn.notice(storage.url(PATH + path), state);
    }

    private static void awaitInEverySink(long n) {
        String finding = findings(n).get(0);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertEquals(
                    1,
                    pipeline.clouds()
                            .cloudTrail()
                            .timesAccepted()
                            .get(SampleEvents.expectedUids(n).get(0)));
            assertEquals(1, findingsInTheLake.times().get(finding));
            assertEquals(
                    1,
                    pipeline.clouds()
                            .securityHub()
                            .timesAccepted()
                            .get(SampleEvents.expectedTexts("asff", "/Id", n).get(0)));
            assertEquals(
                    1,
                    pipeline.clouds().cloudWatchLogs().accepted().stream()
                            .filter(event -> event.message().contains('"' + finding + '"'))
                            .count());
        });
    }

    private static void awaitNothingIsUnderWayOrParked() {
        SqsStandIn sqs = pipeline.clouds().sqs();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.clouds().queueNames().stream()
                        .map(pipeline.clouds()::queueUrl)
                        .allMatch(url -> sqs.depth(url) + sqs.held(url) == 0));
        for (String sink : pipeline.clouds().queueNames()) {
            assertEquals(0, sqs.depth(pipeline.clouds().deadLetterUrl(sink)), sink);
        }
    }

    private static List<String> noticesInCloudTrail() {
        return pipeline.clouds().cloudTrail().accepted().values().stream()
                .filter(event -> event.contains("PT1H.json"))
                .toList();
    }

    private static double leftOut(String sink, String kind) {
        return meters().get("trailbridge.left.out")
                .tag("sink", sink)
                .tag("kind", kind)
                .counter()
                .count();
    }

    private static double sent(String queue) {
        return meters().get("trailbridge.sqs.sent")
                .tag("queue", "trailbridge-" + queue)
                .counter()
                .count();
    }

    private static MeterRegistry meters() {
        return pipeline.bridge().context().getRegistry().findSingleByType(MeterRegistry.class);
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
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> lake.times().keySet().containsAll(tuples));
        return lake.times();
    }
}
