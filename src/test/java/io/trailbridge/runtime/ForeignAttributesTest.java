package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages of a sink's queue whose attributes are named as headers that steer Camel. */
@Timeout(180)
@Tag("slow")
class ForeignAttributesTest {
    private static final Map<String, String> SOON_AGAIN = Map.of("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "2");
    private static final String ALL = "$1ttributeNames: All";

    @TempDir
    private Path folder;

    @Test
    void aMessageWithAReceiptHandleOfItsOwnIsDeliveredOnceAndDeleted() throws Exception {
        deliveredOnceAndDeleted(Path.of("routes"));
    }

    @Test
    void soItIsByARouteThatTakesAllAttributes() throws Exception {
        copyRoutesThatTakeAllAttributes();
        deliveredOnceAndDeleted(folder);
    }

    @Test
    void aParkedMessageIsNamedByItsOwnIdWhateverItsAttributesSay() throws Exception {
        copyRoutesThatTakeAllAttributes();
        try (PipelineFixture pipeline = PipelineFixture.start(folder, SOON_AGAIN)) {
            String id = send(pipeline, "no envelope", Sqs2Constants.MESSAGE_ID, "ApproximateReceiveCount");

            String deadLetters = pipeline.clouds().queue().deadLetterUrl();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.clouds().sqs().depth(deadLetters) == 1);

            Message parked = pipeline.clouds().sqs().drain(deadLetters).get(0);
            assertEquals(id, parked.messageAttributes().get("OriginalMessageId").stringValue());
            assertEquals("1", parked.messageAttributes().get("ReceiveCount").stringValue());
        }
    }

    private static void deliveredOnceAndDeleted(Path routes) throws Exception {
        try (PipelineFixture pipeline = PipelineFixture.start(routes, SOON_AGAIN)) {
            send(
                    pipeline,
                    "{\"event_data\":" + new String(SampleEvents.at(0), StandardCharsets.UTF_8)
                            + ",\"event_metadata\":{\"enqueued_time\":\"2026-01-31T12:00:00Z\"}}",
                    Sqs2Constants.RECEIPT_HANDLE,
                    Sqs2Constants.RECEIPT_HANDLE.toLowerCase(Locale.ROOT));

            pipeline.awaitDelivered(Set.copyOf(SampleEvents.expectedUids(0)));

            SqsStandIn sqs = pipeline.clouds().sqs();
            String queue = pipeline.clouds().queue().url();
            await().atMost(Duration.ofSeconds(60)).until(() -> sqs.depth(queue) + sqs.held(queue) == 0);
            SampleEvents.expectedUids(0)
                    .forEach(uid -> assertEquals(
                            1, pipeline.clouds().cloudTrail().timesAccepted().get(uid)));
        }
    }

    private static String send(PipelineFixture pipeline, String body, String... attributes) {
        Map<String, MessageAttributeValue> foreign = Stream.of(attributes)
                .collect(Collectors.toMap(
                        name -> name,
                        name -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("77")
                                .build()));
        return pipeline.clouds()
                .sqs()
                .client()
                .sendMessage(
                        message -> message.queueUrl(pipeline.clouds().queue().url())
                                .messageBody(body)
                                .messageAttributes(foreign))
                .messageId();
    }

    private void copyRoutesThatTakeAllAttributes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        folder.resolve(file.getFileName()),
                        Files.readString(file).replaceAll("(a|A)ttributeNames: .*", ALL));
            }
        }
    }
}
