package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.batch.BackOff;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.storage.StandInAccounts;
import io.trailbridge.flowlogs.storage.StorageAccess;
import io.trailbridge.flowlogs.storage.StorageCredentials;
import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A storage account, a table, and routes that keep what they are sent; readers on them. */
final class Fixture implements AutoCloseable {
    static final String PATH =
            "flowLogResourceID=/20DC354A_RG-NET/NETWORKWATCHER_WESTEUROPE_HUB/y=2026/m=05/d=05/h=09/m=00/"
                    + "macAddress=000D3AF87856/PT1H.json";
    private static final DynamoDbStandIn DYNAMO_DB = DynamoDbStandIn.start();
    private static final ObjectMapper JSON = new ObjectMapper();

    final BlobStorageStandIn storage = BlobStorageStandIn.start();
    final String table = "progress-" + UUID.randomUUID();
    final List<String> rows = Collections.synchronizedList(new ArrayList<>());
    final List<JsonNode> rejects = Collections.synchronizedList(new ArrayList<>());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** By how many nanoseconds the readers' clock is ahead. */
    final AtomicLong ahead = new AtomicLong();

    final Faults faults = new Faults(Clock.systemUTC(), () -> System.nanoTime() + ahead.get());
    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final List<ReadFlowLogs> readers = new ArrayList<>();
    private StorageAccess access = new StorageAccess(
            CredentialsSource.of(new StorageCredentials(null, null, null, storage.connectionString())), Set.of());
    private DynamoDbClient client = DYNAMO_DB.client();

    /** What the row route does with a chunk before it counts as stored; null to store it. Asynchronous. */
    volatile Function<List<String>, CompletableFuture<Void>> sink = chunk -> CompletableFuture.completedFuture(null);

    Fixture() {
        DYNAMO_DB
                .client()
                .createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text("pk"), text("sk"))
                        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    static FlowLogSettings settings() {
        return new FlowLogSettings(
                OcsfMapper.OLDER_VERSION,
                true,
                Duration.ofDays(30),
                4,
                1000,
                100_000,
                100,
                64 * 1024,
                Duration.ofSeconds(30),
                new BackOff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    ReadFlowLogs reader() throws Exception {
        return reader(settings());
    }

    /** Another reader on the same table and account, with its own Camel context. */
    ReadFlowLogs reader(FlowLogSettings settings) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(5);
        contexts.add(context);
        ReadFlowLogs reader = unstarted(context, settings);
        readers.add(reader);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:notices").process(reader);
                from("direct:flow-log-rows").process(rowSink());
                from("direct:flow-log-rejects").process(rejectSink());
            }
        });
        context.start();
        return reader;
    }

    /** A step for the routes of a context that a test makes itself. */
    ReadFlowLogs unstarted(CamelContext context) {
        return unstarted(context, settings());
    }

    private ReadFlowLogs unstarted(CamelContext context, FlowLogSettings settings) {
        return new ReadFlowLogs(context, access, client, table, settings, meters, faults, Duration.ofMinutes(5));
    }

    /** Further readers read these accounts, each at {@code https://<name>.blob.core.windows.net}; others do not exist. */
    void useAccounts(Map<String, BlobStorageStandIn> accounts) {
        useAccounts(accounts, Set.of());
    }

    /** The same, but that only those of these names may be read. */
    void useAccounts(Map<String, BlobStorageStandIn> accounts, Set<String> names) {
        access = StandInAccounts.of(accounts, names);
    }

    /** Further readers reach the table through this client. */
    void useTable(DynamoDbClient through) {
        client = through;
    }

    static URI dynamoDb() {
        return DYNAMO_DB.endpoint();
    }

    void put(BlobReference blob, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> row = new HashMap<>(ProgressTable.key(blob));
        row.putAll(attributes);
        DYNAMO_DB.client().putItem(put -> put.tableName(table).item(row));
    }

    private Processor rowSink() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                List<?> chunk = exchange.getMessage().getBody(List.class);
                List<String> texts = chunk.stream().map(String.class::cast).toList();
                sink.apply(texts).whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        rows.addAll(texts);
                    } else {
                        exchange.setException(failure);
                    }
                    callback.done(false);
                });
                return false;
            }
        };
    }

    private Processor rejectSink() {
        return exchange -> rejects.add(JSON.readTree(exchange.getMessage().getBody(String.class)));
    }

    DefaultCamelContext context(int index) {
        return contexts.get(index);
    }

    /** Gives a reader a message; the future ends with the exchange. */
    static CompletableFuture<Exchange> send(ReadFlowLogs reader, String event) {
        return send(reader, "flow-log-notice", event);
    }

    /** The same with the kind in the message's header. */
    static CompletableFuture<Exchange> send(ReadFlowLogs reader, String kind, String event) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("EventKind", kind);
        try {
            exchange.getMessage().setBody(new Envelope(JSON.readTree(event), "hub", "0", 1L, null, null, null));
        } catch (IOException e) {
            throw new IllegalArgumentException(event, e);
        }
        CompletableFuture<Exchange> result = new CompletableFuture<>();
        reader.process(exchange, sync -> result.complete(exchange));
        return result;
    }

    CompletableFuture<Exchange> sendNotice(ReadFlowLogs reader, StoredBlob state) {
        return send(reader, BlobStorageStandIn.notice(storage.url(PATH), state));
    }

    /** The tuples of the rows that were stored, in that order. */
    List<String> tuples() {
        synchronized (rows) {
            return rows.stream()
                    .map(row -> {
                        try {
                            return JSON.readTree(row).get("raw_data").asText();
                        } catch (IOException e) {
                            throw new IllegalArgumentException(row, e);
                        }
                    })
                    .toList();
        }
    }

    ProgressTable progress() {
        return progress(Clock.systemUTC());
    }

    ProgressTable progress(Clock clock) {
        return new ProgressTable(DYNAMO_DB.client(), table, Duration.ofDays(30), clock);
    }

    BlobReference blob() {
        return new BlobReference(storage.endpoint(), BlobStorageStandIn.ACCOUNT, BlobStorageStandIn.CONTAINER, PATH);
    }

    @Override
    public void close() {
        readers.forEach(ReadFlowLogs::stop);
        contexts.forEach(DefaultCamelContext::stop);
        storage.close();
    }
}
