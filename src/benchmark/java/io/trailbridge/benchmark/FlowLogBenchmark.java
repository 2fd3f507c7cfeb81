package io.trailbridge.benchmark;

import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.azure.BlobStorageStandIn;
import io.trailbridge.standin.azure.StoredBlob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * How fast the tuples of one large flow log become rows, and rows of Security Lake, and in how much memory: the storage
 * account, the table and the lake's bucket are in this JVM, {@link FlowLogBenchmarkReader} in another with 512 MB of heap.
 * One record of the blob holds half of its tuples.
 */
public final class FlowLogBenchmark {
    static final String TABLE = "progress";
    static final String PATH =
            "flowLogResourceID=/BENCHMARK/y=2026/m=05/d=05/h=09/m=00/macAddress=000D3AF87856/PT1H.json";

    private static final String AGAIN = PATH.replace("h=09", "h=10");

    private static final String RECORD =
            "{\"time\":\"2026-05-05T09:01:00.1234567Z\",\"flowLogVersion\":4,\"flowLogGUID\":"
                    + "\"7a1f0c5e-9d2b-4c1e-8f43-2b6f1d0e9a77\",\"macAddress\":\"000D3AF87856\",\"category\":\"FlowLogFlowEvent\","
                    + "\"flowLogResourceID\":\"/SUBSCRIPTIONS/20DC354A-BA60-44FB-88F8-283B7EFD4FCF/RESOURCEGROUPS/NETWORKWATCHERRG/"
                    + "PROVIDERS/MICROSOFT.NETWORK/NETWORKWATCHERS/NETWORKWATCHER_WESTEUROPE/FLOWLOGS/HUB\",\"targetResourceID\":"
                    + "\"/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg-net/providers/Microsoft.Network/"
                    + "virtualNetworks/vnet-hub\",\"operationName\":\"FlowLogFlowEvent\",\"flowRecords\":{\"flows\":[{\"aclID\":"
                    + "\"5b0c2f6e-1111-4222-8333-a1b2c3d4e5f6\",\"flowGroups\":[{\"rule\":\"allow-web\",\"flowTuples\":[";

    private FlowLogBenchmark() {}

    /** Prints the reader's figures. The number of tuples may be given; else it is a million. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int tuples = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (BlobStorageStandIn storage = BlobStorageStandIn.start();
                DynamoDbStandIn table = DynamoDbStandIn.start();
                S3StandIn lake = S3StandIn.start()) {
            table.client()
                    .createTable(create -> create.tableName(TABLE)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(text("pk"), text("sk"))
                            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
            StoredBlob blob = storage.put(PATH, blob(tuples));
            System.out.printf(Locale.ROOT, "blob        %,d tuples, %,d bytes%n", tuples, blob.content().length);
            read(List.of(
                    storage.connectionString(),
                    table.endpoint().toString(),
                    BlobStorageStandIn.notice(storage.url(PATH), blob),
                    String.valueOf(tuples)));
            System.out.printf(
                    Locale.ROOT, "fetched     %,d bytes in %d requests%n", storage.bytesServed(), storage.reads());
            StoredBlob again = storage.put(AGAIN, blob.content());
            read(List.of(
                    storage.connectionString(),
                    table.endpoint().toString(),
                    BlobStorageStandIn.notice(storage.url(AGAIN), again),
                    String.valueOf(tuples),
                    lake.endpoint().toString(),
                    lake.bucket()));
            System.out.printf(
                    Locale.ROOT,
                    "stored      %d objects, %,d bytes%n",
                    lake.objects(lake.bucket()).size(),
                    lake.objects(lake.bucket()).values().stream()
                            .mapToLong(object -> object.bytes().length)
                            .sum());
        }
    }

    private static void read(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FlowLogBenchmarkReader.class.getName()));
        command.addAll(arguments);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("the reader ended with status " + status);
        }
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

    private static byte[] blob(int tuples) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(tuples * 80);
        write(bytes, "{\"records\":[");
        int next = 0;
        int[] sizes = {tuples / 2, tuples / 4, tuples / 8};
        for (int i = 0; next < tuples; i++) {
            int end = Math.min(tuples, next + (i < sizes.length ? sizes[i] : 1000));
            write(bytes, (next == 0 ? "" : ",") + RECORD);
            for (int first = next; next < end; next++) {
                write(bytes, (next == first ? "\"" : ",\"") + tuple(next) + "\"");
            }
            write(bytes, "]}]}]}}");
        }
        write(bytes, "]}");
        return bytes.toByteArray();
    }

    private static String tuple(int number) {
        return (1_777_971_600_000L + number / 2) + ",10.0." + number / 512 % 256 + ".6,52." + number / 131_072 % 256
                + "."
                + number / 512 % 256 + "." + number / 2 % 256 + "," + (1024 + number / 2 % 60_000) + ",443,6,O,"
                + (number % 2 == 0 ? "B,NX,0,0,0,0" : "E,NX,23,7671,22,15800");
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        byte[] part = text.getBytes(StandardCharsets.UTF_8);
        bytes.write(part, 0, part.length);
    }
}
