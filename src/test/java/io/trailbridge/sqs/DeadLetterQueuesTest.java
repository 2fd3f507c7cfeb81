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
        SqsStandIn.Queue queue = sqs.createQueue("named", 3);
        assertEquals(queue.deadLetterUrl(), DeadLetterQueues.resolve(sqs.client(), "cloudtrail", queue.url()));
    }

    @Test
    void aQueueWithoutARedrivePolicyIsNamedWithTheSettingThatHelps() {
        String plain = sqs.client().createQueue(r -> r.queueName("plain")).queueUrl();
        assertFailure(sqs.client(), plain, Reason.NO_REDRIVE_POLICY, "set trailbridge.cloudtrail.deadLetterQueueUrl");
    }

    @Test
    void aQueueThatIsNotThereIsNamed() {
        SqsStandIn.Queue queue = sqs.createQueue("gone", 3);
        sqs.client().deleteQueue(r -> r.queueUrl(queue.url()));
        assertFailure(sqs.client(), queue.url(), Reason.NO_SUCH_QUEUE, "does not exist");
    }

    @Test
    void aMissingPermissionIsNamedWithTheCall() {
        SqsStandIn.Queue queue = sqs.createQueue("closed", 3);
        try (FaultProxy proxy = FaultProxy.before(sqs.endpoint());
                SqsClient client = SqsBatchTest.client(proxy.endpoint())) {
            proxy.faults().on("GetQueueAttributes").failNext(1, Failure.ACCESS_DENIED);
            assertFailure(client, queue.url(), Reason.NOT_ALLOWED, "sqs:GetQueueAttributes on " + queue.url());
            proxy.faults().on("GetQueueUrl").failNext(1, Failure.ACCESS_DENIED);
            assertFailure(client, queue.url(), Reason.NOT_ALLOWED, "sqs:GetQueueUrl on arn:");
        }
    }

    private static void assertFailure(SqsClient client, String url, Reason reason, String text) {
        DeadLetterQueueException failure = assertThrows(DeadLetterQueueException.class,
                () -> DeadLetterQueues.resolve(client, "cloudtrail", url));
        assertEquals(reason, failure.reason());
        assertTrue(failure.getMessage().contains(text), failure.getMessage());
    }
}
