package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.pipeline.RoutePlace;
import io.trailbridge.sinks.SinkDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.WhenDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whichever step throws, its event is parked and its source moves on: a checkpoint or a queue always makes progress.
 */
@Timeout(300)
@Tag("slow")
class ThrowingStepsTest {
    private static final String NOTICE = "{\"topic\":\"t\",\"subject\":\"/blobServices/default/containers/c/blobs/b\","
            + "\"eventType\":\"Microsoft.Storage.BlobCreated\",\"id\":\"%s\",\"data\":{\"api\":\"FlushWithClose\","
            + "\"url\":\"https://a.blob.core.windows.net/insights-logs-flowlogflowevent/X_Y/PT1H.json\"}}";
    private static final String OTHER = "{\"id\":\"%s\"}";

    /** By route, the sinks whose queue it reads. */
    private static final Map<String, String> QUEUES =
            Catalog.SINKS.stream().collect(Collectors.toMap(SinkDefinition::routeId, SinkDefinition::id));

    /** By sink, the reasons of what has been taken from its dead-letter queue. */
    private static final Map<String, Set<String>> PARKED = new LinkedHashMap<>();

    @TempDir
    private static Path folder;

    private static PipelineFixture pipeline;

    @BeforeAll
    static void start() throws Exception {
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                "camel.beans.throwing=#class:" + ThrowingSteps.class.getName() + "\n"
                        + "trailbridge.eventhubs.maxUnsettledAge=2s\ntrailbridge.securitylake.maxAge=1s\n");
        pipeline = PipelineFixture.startWithAllSinks(settings);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void anEventOfTheHubIsParkedWhicheverStepThrowsAndTheCheckpointMovesOn() {
        Set<String> steps = steps("ingest-defender");
        assertEquals(
                Set.of(
                        "classify",
                        "seal-envelope",
                        "by-destination",
                        "queue-of-flow-logs",
                        "all-queues",
                        "sink-queues"),
                steps);
        double before = pipeline.count("trailbridge.events.processed");

        steps.forEach(step -> pipeline.publish(
                0,
                switch (step) {
                    case "queue-of-flow-logs" -> NOTICE.formatted(ThrowingSteps.mark(step));
                    case "all-queues" ->
                        "[" + NOTICE.formatted(ThrowingSteps.mark(step)) + "," + OTHER.formatted("x") + "]";
                    default -> OTHER.formatted(ThrowingSteps.mark(step));
                }));

        for (String step : steps) {
            awaitParked(step.equals("queue-of-flow-logs") ? "flow-logs" : "cloudtrail", step);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.count("trailbridge.events.processed") == before + steps.size());
    }

    @Test
    void aMessageOfAQueueIsParkedWhicheverStepThrowsAndTheQueueIsEmpty() {
        Map<String, String> sinks = new LinkedHashMap<>();
        QUEUES.forEach((route, sink) -> steps(route).forEach(step -> sinks.put(step, sink)));
        assertTrue(sinks.size() >= 18, sinks::toString);

        sinks.forEach((step, sink) -> pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(message -> message.queueUrl(queue(sink))
                        .messageBody("{\"event_data\":" + OTHER.formatted(ThrowingSteps.mark(step))
                                + ",\"event_metadata\":{\"enqueued_time\":\"" + Instant.now() + "\"}}")));

        sinks.forEach((step, sink) -> awaitParked(sink, step));
        for (String sink : QUEUES.values()) {
            await(sink)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.clouds().sqs().depth(queue(sink))
                                    + pipeline.clouds().sqs().held(queue(sink))
                            == 0);
        }
    }

    @Test
    void healthNamesTheStepThatAMessageOfAQueueDoesNotLeave() {
        pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(message -> message.queueUrl(queue("security-hub"))
                        .messageBody("{\"event_data\":" + OTHER.formatted(ThrowingSteps.markToStay("to-security-hub"))
                                + "}"));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> stalled().stream()
                        .anyMatch(fault -> fault.down()
                                && fault.at().equals("messages of route deliver-security-hub")
                                && fault.cause().contains("in step to-security-hub of route deliver-security-hub")));
        ThrowingSteps.letGo();
        await().atMost(Duration.ofSeconds(60)).until(() -> stalled().isEmpty());
    }

    private static List<Fault> stalled() {
        return pipeline.bridge().faults().present().stream()
                .filter(fault -> fault.code() == FaultCode.MESSAGE_STALLED)
                .toList();
    }

    /** Those of the file, which have ids, without the branches of a choice, which hold steps and are none. */
    private static Set<String> steps(String route) {
        return StreamSupport.stream(
                        RoutePlace.steps(((ModelCamelContext) pipeline.bridge().context()).getRouteDefinition(route))
                                .spliterator(),
                        false)
                .filter(step -> step.hasCustomIdAssigned() && !isBranch(step))
                .map(step -> step.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isBranch(Object step) {
        return step instanceof WhenDefinition || step instanceof OtherwiseDefinition;
    }

    private static void awaitParked(String sink, String step) {
        await(step)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> parked(sink).contains(ThrowingSteps.reason(step)));
    }

    /** The reasons of all that has been parked. */
    private static Set<String> parked(String sink) {
        Set<String> reasons = PARKED.computeIfAbsent(sink, name -> new TreeSet<>());
        String deadLetters = sink.equals("cloudtrail")
                ? pipeline.clouds().queue().deadLetterUrl()
                : pipeline.clouds().deadLetterUrl(sink);
        pipeline.clouds()
                .sqs()
                .drain(deadLetters)
                .forEach(message -> reasons.add(
                        message.messageAttributes().get("FailureReason").stringValue()));
        return reasons;
    }

    private static String queue(String sink) {
        return sink.equals("cloudtrail")
                ? pipeline.clouds().queue().url()
                : pipeline.clouds().queueUrl(sink);
    }
}
