package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * All that the contestants talk to, in a JVM of its own: a hub and a queue for each of them, and one channel, one table
 * server and one Secrets Manager for all. Publishes events, and knows which of them the channel has accepted.
 *
 * <p>Commands: {@code place NAME} gives the environment of a contestant; {@code publish NAME COUNT} puts so many events
 * into its hub at once, {@code flow NAME RATE SECONDS} at an even rate; {@code await NAME COUNT SECONDS} waits until so
 * many of those that were published last have arrived, and gives up when none has come for so many seconds;
 * {@code settled NAME} waits until its queue is empty; {@code latency NAME} tells how late they came; {@code cpu} is
 * that of this JVM.
 */
public final class Servers {
    private static final int NUMBERS = 100_000_000;
    private static final int SETTLE_SECONDS = 60;

    private final EventHubsStandIn hubs;
    private final SqsStandIn sqs = SqsStandIn.start();
    private final DynamoDbStandIn dynamoDb = DynamoDbStandIn.start();
    private final SecretsManagerStandIn secrets = SecretsManagerStandIn.start();
    private final CloudTrailDataStandIn cloudTrail = CloudTrailDataStandIn.start();
    private final SdkSettings sdk = new SdkSettings();
    private final Map<Contestant, Publisher> publishers = new EnumMap<>(Contestant.class);
    private final Map<Contestant, String> queueUrls = new EnumMap<>(Contestant.class);

    private Servers(int partitions, int eventBytes, int delayMs) throws IOException {
        EventHubsStandIn.Builder builder = EventHubsStandIn.builder();
        for (Contestant contestant : Contestant.values()) {
            builder.hub(contestant.label(), partitions);
        }
        hubs = builder.start();
        BenchEvent events = new BenchEvent(eventBytes);
        for (Contestant contestant : Contestant.values()) {
            publishers.put(
                    contestant, new Publisher(hubs.hub(contestant.label()), events, contestant.ordinal() * NUMBERS));
            queueUrls.put(
                    contestant,
                    sqs.createQueue("bench-" + contestant.label(), 1000).url());
        }
        cloudTrail.keepOnlyIds();
        cloudTrail.onAccepted(this::accepted);
        cloudTrail.faults().delay(Duration.ofMillis(delayMs));
        sdk.sqs(late(sqs.endpoint(), delayMs))
                .dynamoDb(late(dynamoDb.endpoint(), delayMs))
                .secretsManager(secrets.endpoint())
                .cloudTrailData(cloudTrail.endpoint());
    }

    public static void main(String[] arguments) throws IOException {
        Servers servers = new Servers(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        CommandLoop.start(servers::answer);
    }

    private void accepted(String eventData) {
        int number = BenchEvent.numberIn(eventData);
        publishers.get(Contestant.values()[number / NUMBERS]).arrivals().accept(number);
    }

    /** The endpoint itself, or that of a proxy which delays each call; a proxy takes time of its own. */
    private static URI late(URI endpoint, int delayMs) {
        if (delayMs == 0) {
            return endpoint;
        }
        FaultProxy proxy = FaultProxy.before(endpoint);
        proxy.faults().delay(Duration.ofMillis(delayMs));
        return proxy.endpoint();
    }

    private JsonNode answer(String[] command) throws InterruptedException {
        if (command[0].equals("cpu")) {
            return Json.object().put("nanos", Probe.processCpuNanos());
        }
        Contestant contestant = Contestant.named(command[1]);
        Publisher publisher = publishers.get(contestant);
        return switch (command[0]) {
            case "place" -> Json.of(environment(contestant));
            case "publish" -> {
                cloudTrail.forget();
                publisher.atOnce(Integer.parseInt(command[2]));
                yield Json.object();
            }
            case "flow" -> {
                cloudTrail.forget();
                double rate = Double.parseDouble(command[2]);
                publisher.atEvenRate(new OpenLoopSchedule(rate, (int) (rate * Integer.parseInt(command[3]))));
                yield Json.object();
            }
            case "await" -> {
                publisher.arrivals().await(Integer.parseInt(command[2]), Integer.parseInt(command[3]));
                yield arrived(publisher);
            }
            case "settled" -> Json.object().put("settled", settled(queueUrls.get(contestant)));
            case "latency" -> latency(publisher.arrivals().latencies());
            default -> throw new IllegalArgumentException(command[0]);
        };
    }

    private static JsonNode arrived(Publisher publisher) {
        Arrivals arrivals = publisher.arrivals();
        return Json.object()
                .put("arrived", arrivals.arrived())
                .put("again", arrivals.again())
                .put("seconds", (arrivals.lastAt() - publisher.startedAt()) / 1e9);
    }

    /** Waits for the deletion of what has been delivered; false when it takes too long. */
    private boolean settled(String queueUrl) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (sqs.depth(queueUrl) + sqs.held(queueUrl) > 0) {
            if (System.nanoTime() > until) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private static JsonNode latency(long[] nanos) {
        return Json.object()
                .put("p50", Percentiles.of(nanos, 50) / 1e6)
                .put("p99", Percentiles.of(nanos, 99) / 1e6)
                .put("max", Percentiles.of(nanos, 100) / 1e6);
    }

    private Map<String, String> environment(Contestant contestant) {
        String name = contestant.label();
        String hub = hubs.connectionString(name);
        secrets.put(
                "bench/" + name,
                Json.object()
                        .put("connectionString", hub)
                        .put("eventHubNamespace", "localhost")
                        .put("eventHubName", name)
                        .put("consumerGroup", "$Default")
                        .toString());
        Map<String, String> names = new LinkedHashMap<>(sdk.environment());
        names.put("HUB_CONNECTION_STRING", hub);
        names.put("SQS_QUEUE_URL", queueUrls.get(contestant));
        names.put("CLOUDTRAIL_CHANNEL_ARN", cloudTrail.channelArn());
        names.put("AZURE_CREDENTIALS_SECRET_NAME", "bench/" + name);
        names.put("DYNAMODB_TABLE_NAME", "bench-" + name);
        names.put("TRAILBRIDGE_CHECKPOINT_CREATE_TABLE", "true");
        names.put("TRAILBRIDGE_HTTP_ADDRESS", "off");
        return names;
    }
}
