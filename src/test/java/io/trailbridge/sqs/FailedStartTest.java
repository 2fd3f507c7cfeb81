package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailedStartTest {
    private final List<String> running = new ArrayList<>();

    @Test
    void aStartThatFailsAtTheSecondQueueLeavesNothingOfTheFirst() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("aws2-sqs", new Queues());
            camel.getRegistry()
                    .bind(
                            "queues",
                            new SinkQueues(List.of(
                                    new SinkQueue("one", "http://localhost/1/one", null),
                                    new SinkQueue("two", "http://localhost/1/two", null))));
            camel.start();
            SqsBatchComponent component = camel.getComponent("sqs-batch", SqsBatchComponent.class);
            Producer producer = camel.getEndpoint("sqs-batch:one,two").createProducer();

            assertThrows(Exception.class, producer::start);

            assertEquals(List.of(), running);
            assertEquals(List.of(), component.batchStatuses());
        }
    }

    /** Queues of which the second cannot be started. */
    private final class Queues extends Sqs2Component {
        @Override
        protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new Started(this, queue);
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    private final class Started extends DefaultProducer {
        private final String queue;

        Started(Endpoint endpoint, String queue) {
            super(endpoint);
            this.queue = queue;
        }

        @Override
        protected void doStart() {
            if (queue.equals("two")) {
                throw new IllegalStateException("no connection");
            }
            running.add(queue);
        }

        @Override
        protected void doStop() {
            running.remove(queue);
        }

        @Override
        public void process(Exchange exchange) {
            throw new UnsupportedOperationException();
        }
    }
}
