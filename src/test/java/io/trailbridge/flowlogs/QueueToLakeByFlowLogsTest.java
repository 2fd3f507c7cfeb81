package io.trailbridge.flowlogs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.pipeline.FailureHandling;
import io.trailbridge.pipeline.OpenEnvelope;
import io.trailbridge.pipeline.ParkingLot;
import io.trailbridge.pipeline.RouteRules;
import io.trailbridge.sqs.ConsumerClient;
import io.trailbridge.sqs.ReceiveFailures;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;

/** The route file itself, between a queue and a bucket. */
@Tag("slow")
class QueueToLakeByFlowLogsTest {
    @Test
    @Timeout(120)
    void noticesInTheQueueBecomeRowsInTheLakeAndWhatIsMalformedIsParked() throws Exception {
        try (Fixture fixture = new Fixture();
                SqsStandIn sqs = SqsStandIn.start();
                S3StandIn s3 = S3StandIn.start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            SqsStandIn.Queue queue = sqs.createQueue("flow-logs", 5);
            prepare(camel, fixture, sqs, s3, queue);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.resolveMandatoryResource(camel, "file:routes/ingest-flow-logs.camel.yaml"));
            camel.start();

            StoredBlob state = fixture.storage.append(
                    Fixture.PATH,
                    FlowLogText.record(
                            IntStream.range(0, 500).mapToObj(FlowLogText::tuple).toArray(String[]::new)));
            send(sqs, queue, BlobStorageStandIn.notice(fixture.storage.url(Fixture.PATH), state));
            StoredBlob last = fixture.storage.append(Fixture.PATH, FlowLogText.record(FlowLogText.tuple(500), "oops"));
            send(sqs, queue, BlobStorageStandIn.notice(fixture.storage.url(Fixture.PATH), last));
            send(sqs, queue, BlobStorageStandIn.notice(fixture.storage.url("gone/PT1H.json"), state));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sqs.depth(queue.url()) + sqs.held(queue.url()) == 0
                            && sqs.depth(queue.deadLetterUrl()) == 2);

            assertEquals(
                    501, fixture.meters.counter("trailbridge.flowlogs.rows").count());
            assertTrue(
                    s3.objects(s3.bucket()).keySet().stream()
                            .allMatch(key -> key.startsWith("ext/flows/region=us-east-1/accountId=")
                                    && key.contains("eventDay=20260505")),
                    s3.objects(s3.bucket()).keySet().toString());
            assertEquals(
                    last.content().length - 2,
                    fixture.progress().read(fixture.blob()).mark().position());
            List<Message> parked = sqs.drain(queue.deadLetterUrl());
            Message tuple = parked.stream()
                    .filter(one -> one.body().contains("\"tuple\":\"oops\""))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    "MalformedTuple",
                    tuple.messageAttributes().get("FailureType").stringValue());
            assertTrue(
                    tuple.messageAttributes().get("FailureReason").stringValue().contains("1 fields instead of 13"));
            Message gone =
                    parked.stream().filter(one -> one != tuple).findFirst().orElseThrow();
            assertEquals(
                    "BlobNotFound", gone.messageAttributes().get("FailureType").stringValue());
        }
    }

    private static void prepare(
            DefaultCamelContext camel, Fixture fixture, SqsStandIn sqs, S3StandIn s3, SqsStandIn.Queue queue)
            throws Exception {
        SinkQueues queues = new SinkQueues(List.of(new SinkQueue("flow-logs", queue.url(), queue.deadLetterUrl())));
        camel.getRegistry().bind("meters", MeterRegistry.class, fixture.meters);
        camel.getRegistry().bind("s3", s3.client());
        camel.getRegistry().bind("sinkQueues", SinkQueues.class, queues);
        camel.getRegistry().bind("receiveFailures", new ReceiveFailures(ConsumerClient.wrap(sqs.client(), null)));
        camel.getRegistry().bind("openEnvelope", new OpenEnvelope());
        camel.getRegistry().bind("readFlowLogs", fixture.unstarted(camel));
        camel.getComponent("aws2-sqs", Sqs2Component.class).getConfiguration().setAmazonSQSClient(sqs.client());
        camel.addRoutesConfigurations(new FailureHandling(
                new ParkingLot(queues, kind -> List.of("flow-logs"), List.of(), Clock.systemUTC()),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                new Faults()));
        camel.addModelLifecycleStrategy(new RouteRules(camel::resolvePropertyPlaceholders));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "trailbridge.flowlogs.enabled", "true",
                "trailbridge.flowlogs.queueUrl", queue.url(),
                "trailbridge.flowlogs.consumers", "1",
                "trailbridge.flowlogs.visibilityTimeout", "30",
                "trailbridge.securitylake.networkActivity", "s3://" + s3.bucket() + "/ext/flows/",
                "trailbridge.securitylake.region", "us-east-1",
                "trailbridge.securitylake.ocsfVersion", "1.3.0",
                "trailbridge.securitylake.maxAge", "300",
                "trailbridge.securitylake.maxRows", "50000",
                "trailbridge.securitylake.maxBytes", "67108864"));
        camel.getPropertiesComponent().setOverrideProperties(settings);
    }

    private static void send(SqsStandIn sqs, SqsStandIn.Queue queue, String event) {
        sqs.client()
                .sendMessage(message -> message.queueUrl(queue.url())
                        .messageBody(
                                "{\"event_data\":" + event + ",\"event_metadata\":{},\"processing_metadata\":{}}"));
    }
}
