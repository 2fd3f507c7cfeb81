package io.trailbridge.sqs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

@Timeout(60)
class ReceivesTest {
    private final Faults faults = new Faults();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private SqsStandIn sqs;
    private FaultProxy proxy;
    private SqsClient client;
    private ReceiveMessageRequest request;

    @BeforeEach
    void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        client = SqsBatchTest.client(proxy.endpoint());
        request = ReceiveMessageRequest.builder()
                .queueUrl(sqs.createQueue("work", 10).url())
                .waitTimeSeconds(0)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
        sqs.close();
    }

    private Receives receives(Duration backOff) {
        return new Receives(
                client, faults.detail("queue work receive"), stopping, new BackOff(backOff, backOff, () -> 1.0));
    }

    @Test
    void aStopEndsTheWaitAndNothingIsReceivedAfterIt() throws Exception {
        Receives receives = receives(Duration.ofHours(1));
        proxy.faults().fail(Failure.ACCESS_DENIED);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(
                () -> receives.receive(request).messages().isEmpty());
        await().until(() -> !faults.present().isEmpty());

        stopping.countDown();

        assertTrue(waiting.get(30, TimeUnit.SECONDS));
        int calls = proxy.calls("ReceiveMessage");
        receives.receive(request);
        assertEquals(calls, proxy.calls("ReceiveMessage"));
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        Receives receives = receives(Duration.ofHours(1));
        proxy.faults().fail(Failure.ACCESS_DENIED);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            receives.receive(request);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> !faults.present().isEmpty());

        thread.interrupt();

        assertTrue(interrupted.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aFailureThatIsGoneAtTheNextTryIsNotSaid() {
        Receives receives = receives(Duration.ofMillis(1));
        proxy.faults().failNext(2, Failure.UNAVAILABLE);
        receives.receive(request);
        receives.receive(request);
        receives.receive(request);
        assertTrue(faults.present().isEmpty());

        proxy.faults().failNext(3, Failure.UNAVAILABLE);
        receives.receive(request);
        receives.receive(request);
        receives.receive(request);
        assertEquals("service-failing", faults.present().get(0).code().id());
        receives.receive(request);
        assertTrue(faults.present().isEmpty());
    }
}
