package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sqs.DeadLetterQueueException.Reason;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class DeadLetterQueuesTest {
    private static final String SETTING = "trailbridge.cloudtrail.deadLetterQueueUrl (environment NAME)";

    private static SqsStandIn sqs;

    @BeforeAll
    static void start() {
        sqs = SqsStandIn.start();
    }

    @AfterAll
    static void stop() {
        sqs.close();
    }

    @Test
    void theRedrivePolicyNamesTheQueue() {
        SqsStandIn.Queue queue = sqs.createQueue("named", 1000);
        SinkQueue resolved = resolve(sqs.client(), queue.url());
        assertEquals(queue.deadLetterUrl(), resolved.deadLetterUrl());
        assertEquals(1000, resolved.maxReceiveCount());
    }

    @Test
    void aQueueWithoutARedrivePolicyIsNamedWithTheSettingThatHelps() {
        String plain = sqs.client().createQueue(r -> r.queueName("plain")).queueUrl();
        assertFailure(sqs.client(), plain, Reason.NO_REDRIVE_POLICY, "set " + SETTING);
    }

    @Test
    void aQueueThatIsNotThereIsNamed() {
        SqsStandIn.Queue queue = sqs.createQueue("gone", 1000);
        sqs.client().deleteQueue(r -> r.queueUrl(queue.url()));
        assertFailure(sqs.client(), queue.url(), Reason.NO_SUCH_QUEUE, "does not exist");
    }

    @Test
    void aMissingPermissionIsNamedWithTheCall() {
        SqsStandIn.Queue queue = sqs.createQueue("closed", 1000);
        try (FaultProxy proxy = FaultProxy.before(sqs.endpoint());
                SqsClient client = SqsBatchTest.client(proxy.endpoint())) {
            proxy.faults().on("GetQueueAttributes").failNext(1, Failure.ACCESS_DENIED);
            assertFailure(client, queue.url(), Reason.NOT_ALLOWED, "sqs:GetQueueAttributes on " + queue.url());
            proxy.faults().on("GetQueueUrl").failNext(1, Failure.ACCESS_DENIED);
            assertFailure(client, queue.url(), Reason.NOT_ALLOWED, "sqs:GetQueueUrl on arn:");
        }
    }

    private static SinkQueue resolve(SqsClient client, String url) {
        return DeadLetterQueues.resolve(client, new SinkQueue("cloudtrail", url, null), SETTING);
    }

    private static void assertFailure(SqsClient client, String url, Reason reason, String text) {
        DeadLetterQueueException failure = assertThrows(DeadLetterQueueException.class, () -> resolve(client, url));
        assertEquals(reason, failure.reason());
        assertTrue(failure.getMessage().contains(text), failure.getMessage());
    }
}
