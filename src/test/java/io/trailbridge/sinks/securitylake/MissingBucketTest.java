package io.trailbridge.sinks.securitylake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.UnsettledException;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.StandInAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** One class of the lake has a location in a bucket that is not there. */
@Timeout(180)
class MissingBucketTest {
    private static final int FLOWS = 400;
    private static final int ALERTS = 60;
    private static final long DAY = Instant.parse("2026-05-05T00:00:00Z").toEpochMilli();

    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final List<Thread> consumers =
            IntStream.range(0, 2).mapToObj(i -> new Thread(this::consume)).toList();
    private volatile boolean ended;
    private S3StandIn s3;
    private S3Client client;
    private DefaultCamelContext camel;
    private Producer lake;

    @BeforeEach
    void start() throws Exception {
        s3 = S3StandIn.start();
        client = StandInAccount.configure(S3Client.builder(), s3.endpoint())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("s3", client);
        camel.start();
        // Some 100 flows fill what may be held.
        lake = camel.getEndpoint(
                        "security-lake:test?region=us-east-1&maxAge=100&maxBytes=40000&networkActivity=s3://missing-"
                                + s3.bucket() + "/ext/flows&detectionFinding=s3://" + s3.bucket() + "/ext/alerts")
                .createProducer();
        lake.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        ended = true;
        for (Thread consumer : consumers) {
            consumer.interrupt();
            consumer.join();
        }
        lake.stop();
        camel.stop();
        client.close();
        s3.close();
    }

    /** What is not settled comes back to the queue. */
    private void consume() {
        while (!ended) {
            String event = queue.poll();
            if (event == null) {
                Thread.onSpinWait();
                continue;
            }
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(List.of(event));
            AsyncProcessorConverterHelper.convert(lake).process(exchange, done -> {
                if (exchange.getException() instanceof UnsettledException) {
                    queue.add(event);
                }
            });
        }
    }

    @Test
    void aClassWhoseBucketIsMissingStopsNoOtherClass() {
        List<String> alerts = LakeEvents.samples("1.3.0").stream()
                .filter(event -> LakeEvents.json(event).get("class_uid").intValue() == 2004)
                .filter(event -> event.length() < 20_000)
                .limit(ALERTS)
                .toList();
        for (int i = 0; i < FLOWS; i++) {
            queue.add(LakeEvents.flow("abcdef00-1111-2222-3333-444455556666", DAY + i, i));
            if (i < alerts.size()) {
                queue.add(alerts.get(i));
            }
        }

        consumers.forEach(Thread::start);

        await().atMost(Duration.ofSeconds(120)).until(() -> rowsOfAlerts() == alerts.size());
        assertTrue(status().inFlight() <= FLOWS / 2, status()::toString);
    }

    private BatchStatus status() {
        return camel.getComponent("security-lake", SecurityLakeComponent.class)
                .batchStatuses()
                .get(0);
    }

    private int rowsOfAlerts() {
        return s3.objects(s3.bucket()).values().stream()
                .mapToInt(object -> LakeFile.read(object.bytes()).rows().size())
                .sum();
    }
}
