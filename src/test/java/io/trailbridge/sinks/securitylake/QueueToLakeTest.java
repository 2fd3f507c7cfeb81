package io.trailbridge.sinks.securitylake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.sqs.ConsumerClient;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.aws.StandInAccount;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** From a queue by the stock consumer, whose messages stay in flight while rows wait for their batch to fill. */
@Timeout(120)
@Tag("slow")
class QueueToLakeTest {
    private static final int MESSAGES = 500;
    private static final int VISIBILITY_SECONDS = 4;

    @Test
    void messagesStayInFlightUntilTheirObjectIsStoredAndAreThenDeleted() throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (SqsStandIn sqs = SqsStandIn.start();
                S3StandIn s3 = S3StandIn.start();
                ConsumerClient deletes = ConsumerClient.wrap(
                        StandInAccount.configure(SqsClient.builder(), sqs.endpoint())
                                .build(),
                        null);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            String queue = sqs.createQueue("lake", 10).url();
            for (int i = 0; i < MESSAGES; i += 10) {
                int first = i;
                sqs.client()
                        .sendMessageBatch(send -> send.queueUrl(queue)
                                .entries(IntStream.range(first, first + 10)
                                        .mapToObj(n -> SendMessageBatchRequestEntry.builder()
                                                .id("m" + n)
                                                .messageBody(LakeEvents.flow("s", n, n))
                                                .build())
                                        .toList()));
            }
            camel.getRegistry().bind("s3", s3.client());
            camel.getComponent("aws2-sqs", Sqs2Component.class)
                    .getConfiguration()
                    .setAmazonSQSClient(deletes.client());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("aws2-sqs:lake?queueUrl=RAW(" + queue + ")&maxMessagesPerPoll=10&greedy=true&waitTimeSeconds=1"
                                    + "&concurrentConsumers=2&extendMessageVisibility=true&visibilityTimeout="
                                    + VISIBILITY_SECONDS)
                            .process(exchange -> received.incrementAndGet())
                            .to("security-lake:lake?region=us-east-1&maxAge=3600000&networkActivity=s3://" + s3.bucket()
                                    + "/ext/n");
                }
            });
            camel.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> received.get() == MESSAGES);
            // Three times as long as messages stay away by themselves.
            await().during(Duration.ofSeconds(3 * VISIBILITY_SECONDS))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> received.get() == MESSAGES && sqs.held(queue) == MESSAGES && s3.timesStored() == 0);
            camel.stop();
            assertEquals(1, s3.timesStored());
            await().until(() -> sqs.depth(queue) + sqs.held(queue) == 0);
            List<JsonNode> rows = LakeFile.read(
                            s3.objects(s3.bucket()).values().iterator().next().bytes())
                    .rows();
            Set<String> uids = rows.stream()
                    .map(row -> row.at("/metadata/uid").textValue())
                    .collect(Collectors.toSet());
            assertEquals(MESSAGES, rows.size());
            assertEquals(MESSAGES, uids.size());
        }
    }
}
