package io.trailbridge.bench;

import com.azure.messaging.eventhubs.models.EventPosition;
import io.trailbridge.standin.eventhubs.InMemoryCheckpointStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The routes as the components' pages show them: an event is received, sent, received, put and deleted by calls of its
 * own; only receiving is by ten messages, with four threads that do not pause, as in the routes of Trailbridge.
 * Its checkpoints are in memory, which costs less than any store.
 */
final class PlainCamel extends RouteBuilder {
    private final Map<String, String> environment;

    private PlainCamel(Map<String, String> environment) {
        this.environment = environment;
    }

    static void start(Map<String, String> environment) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        Map<String, EventPosition> beginning = new HashMap<>();
        for (int partition = 0; partition < 64; partition++) {
            beginning.put(Integer.toString(partition), EventPosition.earliest());
        }
        camel.getRegistry().bind("beginning", beginning);
        camel.getRegistry().bind("checkpoints", new InMemoryCheckpointStore());
        camel.getRegistry().bind("sqs", SqsClient.create());
        camel.addRoutes(new PlainCamel(environment));
        camel.start();
    }

    @Override
    public void configure() {
        AuditEvents channel = new AuditEvents(CloudTrailDataClient.create(), environment.get("CLOUDTRAIL_CHANNEL_ARN"));
        String queue = "aws2-sqs:bench?amazonSQSClient=#sqs&queueUrl=RAW(" + environment.get("SQS_QUEUE_URL") + ")";

        from("azure-eventhubs:?connectionString=RAW(" + environment.get("HUB_CONNECTION_STRING") + ")"
                        + "&checkpointStore=#checkpoints&eventPosition=#beginning")
                .convertBodyTo(String.class)
                .to(queue);

        from(queue + "&maxMessagesPerPoll=10&concurrentConsumers=4&waitTimeSeconds=5&greedy=true")
                .process(exchange -> channel.put(List.of(channel.wrap(
                        exchange.getMessage().getHeader(Sqs2Constants.MESSAGE_ID, String.class),
                        exchange.getMessage().getBody(String.class)))));
    }
}
