package io.trailbridge.sinks.securitylake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.S3Object;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.StandInAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(60)
@Tag("slow")
class SecurityLakeTest {
    private static final String SUBSCRIPTION = "ABCDEF00-1111-2222-3333-444455556666";
    private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/1234";
    private static final long DAY = Instant.parse("2026-05-05T00:00:00Z").toEpochMilli();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private S3StandIn s3;
    private S3Client client;
    private DefaultCamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        s3 = S3StandIn.start();
        client = StandInAccount.configure(S3Client.builder(), s3.endpoint())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("s3", client);
        camel.getRegistry().bind("meters", meters);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        client.close();
        s3.close();
    }

    private String uri(String options) {
        return "security-lake:test?region=us-east-1&"
                + IntStream.range(0, 4)
                        .mapToObj(i -> LakeClass.values()[i].option() + "=s3://" + s3.bucket() + "/ext/source-"
                                + LakeClass.values()[i].uid())
                        .reduce(options, (a, b) -> a + "&" + b);
    }

    private CompletableFuture<Exchange> send(String options, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return template.asyncSend(uri(options), exchange);
    }

    private static void assertStored(List<CompletableFuture<Exchange>> all) {
        all.forEach(exchange -> assertNull(exchange.join().getException()));
    }

    private Map<String, List<JsonNode>> stored() {
        Map<String, List<JsonNode>> stored = new TreeMap<>();
        s3.objects(s3.bucket())
                .forEach((key, object) ->
                        stored.put(key, LakeFile.read(object.bytes()).rows()));
        return stored;
    }

    private BatchStatus status() {
        return camel.getComponent("security-lake", SecurityLakeComponent.class)
                .batchStatuses()
                .get(0);
    }

    @Test
    void everyRowIsInThePartitionOfItsOwnAccountAndDaySortedByTime() {
        String[] accounts = {SUBSCRIPTION, "123456789012", "my-project/x"};
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            events.add(LakeEvents.flow(accounts[i % 3], DAY + (i % 2) * 86_400_000L + (i * 7919L) % 86_400_000L, i));
        }
        Collections.shuffle(events, new Random(1));
        assertStored(List.of(send("maxAge=300", events)));
        Map<String, List<JsonNode>> stored = stored();
        assertEquals(6, stored.size(), () -> stored.keySet().toString());
        Map<String, String> accountOf = Map.of(
                "external_" + SUBSCRIPTION.toLowerCase(Locale.ROOT),
                accounts[0],
                "123456789012",
                accounts[1],
                Partition.of(4001, accounts[2], null, DAY).account(),
                accounts[2]);
        int rows = 0;
        for (Map.Entry<String, List<JsonNode>> object : stored.entrySet()) {
            String[] path = object.getKey().split("/");
            assertEquals("ext/source-4001/region=us-east-1", String.join("/", path[0], path[1], path[2]));
            long before = 0;
            for (JsonNode row : object.getValue()) {
                long time = row.get("time").longValue();
                assertTrue(time >= before, "not in order of time: " + object.getKey());
                before = time;
                assertEquals(
                        path[4],
                        "eventDay="
                                + Instant.ofEpochMilli(time)
                                        .toString()
                                        .substring(0, 10)
                                        .replace("-", ""));
                assertEquals(
                        accountOf.get(path[3].substring("accountId=".length())),
                        row.at("/cloud/account/uid").textValue());
                int number =
                        Integer.parseInt(row.at("/metadata/uid").textValue().substring(5));
                assertEquals(number * 7L, row.at("/traffic/bytes_out").longValue());
                rows++;
            }
            assertTrue(path[5].matches("2026050[56]T\\d{9}Z-[0-9a-f-]{36}\\.zstd\\.parquet"), path[5]);
        }
        assertEquals(600, rows);
        assertEquals(
                600,
                meters.get("trailbridge.delivered")
                        .tag("sink", "security-lake")
                        .counter()
                        .count());
    }

    @Test
    void everySampleOfOneMessageGoesToItsClass() {
        for (String version : List.of("1.3.0", "1.7.0")) {
            List<String> events = LakeEvents.samples(version);
            assertStored(List.of(send("maxAge=0&ocsfVersion=" + version, events)));
            List<JsonNode> rows = stored().values().stream()
                    .flatMap(List::stream)
                    .filter(row -> row.at("/metadata/version").textValue().equals(version))
                    .toList();
            assertEquals(events.size(), rows.size());
            s3.objects(s3.bucket())
                    .keySet()
                    .forEach(key -> assertTrue(
                            key.matches(
                                    "ext/source-200[234]/region=us-east-1/accountId=(\\d{12}|external_[a-z0-9._-]+)/"
                                            + "eventDay=\\d{8}/[^/]+"),
                            key));
        }
    }

    @Test
    void anEventOfNoAccountBelongsToItsTenantOrToNone() {
        String tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeffff0000";
        String without = LakeEvents.flow("x", DAY, 1).replaceFirst("\"account\":\\{.*?\\}", "\"region\":\"r\"");
        assertStored(List.of(
                send("maxAge=0", without),
                send("maxAge=0", without.replace("\"profiles\"", "\"tenant_uid\":\"" + tenant + "\",\"profiles\"")),
                send("maxAge=0", without.replace("\"region\":\"r\"", "\"org\":{\"uid\":\"AB\"}"))));
        assertEquals(
                List.of(
                        "accountId=external_" + tenant,
                        "accountId=external_fb8e20fc2e4c3f248c60c39bd652f3c1",
                        "accountId=external_none"),
                s3.objects(s3.bucket()).keySet().stream()
                        .map(key -> key.split("/")[3])
                        .toList());
    }

    @Test
    void aKeyThatS3CallsTooLongRejectsItsEventsAndIsNoOutage() {
        s3.faults().on("PutObject").fail(new Failure(400, "KeyTooLongError", "Your key is too long"));
        Exchange refused = send("maxAge=0", LakeEvents.flow(SUBSCRIPTION, DAY, 1))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        assertEquals(
                "KeyTooLongError",
                assertInstanceOf(RejectedException.class, refused.getException())
                        .code());
        s3.faults().clear();
        assertStored(List.of(send("maxAge=0", LakeEvents.flow(SUBSCRIPTION, DAY, 2))));
    }

    @Test
    void anAccountOfAnyLengthAndFormIsStored() {
        String hostile = "x".repeat(5000) + "/../=";
        assertStored(List.of(send("maxAge=0", LakeEvents.flow(hostile, DAY, 1))));
        assertEquals(1, stored().size());
    }

    @Test
    void theSameRowsOverwriteTheirObjectAndOthersNever() {
        List<String> events = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> LakeEvents.flow(SUBSCRIPTION, DAY + i, i))
                .toList());
        assertStored(List.of(send("maxAge=300", events)));
        Collections.reverse(events);
        assertStored(List.of(send("maxAge=300", events)));
        assertEquals(1, stored().size());
        assertEquals(2, s3.timesStored());
        // What comes again after a crash may begin and end with the same rows and lack some between.
        assertStored(List.of(send("maxAge=300", List.of(events.get(0), events.get(49)))));
        assertEquals(
                List.of(2, 50),
                stored().values().stream().map(List::size).sorted().toList());
    }

    @Test
    void anObjectIsStoredWhenItIsFull() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 100)
                .mapToObj(i -> send("maxAge=3600000&maxRows=25", LakeEvents.flow(SUBSCRIPTION, DAY + i, i)))
                .toList();
        assertStored(all);
        assertEquals(4, stored().size());
        int bytes = LakeEvents.flow(SUBSCRIPTION, DAY, 1).length() * 10 + 500;
        List<CompletableFuture<Exchange>> more = IntStream.range(0, 11)
                .mapToObj(i -> send("maxAge=3600000&maxBytes=" + bytes, LakeEvents.flow(SUBSCRIPTION, DAY + i, i)))
                .toList();
        await().until(() -> more.stream().filter(CompletableFuture::isDone).count() == 10);
        assertEquals(5, stored().size());
        camel.stop();
        assertStored(more);
        assertEquals(6, stored().size());
    }

    @Test
    void aRowThatDoesNotFitFailsAloneAndSaysWhere() {
        String good = LakeEvents.flow(SUBSCRIPTION, DAY, 1);
        Map<String, String> misfits = Map.of(
                good.replace("\"severity_id\":1", "\"severity_id\":\"1\""), "/severity_id: it must be an integer",
                good.replace("\"severity_id\":1", "\"severity_id\":5000000000"),
                        "/severity_id: it has more than 32 bits",
                good.replace("\"port\":443", "\"prot\":443"), "/dst_endpoint/prot: the schema has no such attribute",
                good.replace("[\"cloud\"]", "\"cloud\""), "/metadata/profiles: it must be a list",
                good.replace("[\"cloud\"]", "[\"cloud\",7]"), "/metadata/profiles/1: it must be a string",
                good.replace("\"time\":" + DAY + ",", ""), "/time: it decides the day",
                good.replace("4001", "6003"), "/class_uid: there is no schema of the class 6003",
                good.replace("\"time\":" + DAY, "\"time\":" + DAY + ",\"time\":3"), "the event is not JSON at line 1",
                good.substring(1), "/class_uid: it must be an integer",
                good.substring(0, 300), "the event is not JSON at line 1");
        misfits.forEach((misfit, reason) -> {
            Exchange failed = send("maxAge=0", List.of(good, misfit)).join();
            RejectedException refused = assertInstanceOf(RejectedException.class, failed.getException());
            assertTrue(refused.getMessage().contains(reason), refused.getMessage());
            assertTrue(List.of("NotInSchema", "NotJson").contains(refused.code()), refused.code());
            assertTrue(!refused.getMessage().contains("203.0.113"), "the event is quoted: " + refused.getMessage());
        });
        assertEquals(1, stored().size());
        assertEquals(misfits.size(), s3.timesStored());
        assertInstanceOf(RejectedException.class, send("maxAge=0", null).join().getException());
        assertNull(send("maxAge=0", List.of()).join().getException());
    }

    @Test
    void aFailedUploadIsRepeatedUnderItsKeyUntilItSucceeds() {
        List<Failure> failures = List.of(
                S3StandIn.SLOW_DOWN,
                S3StandIn.INTERNAL_ERROR,
                S3StandIn.ACCESS_DENIED,
                new Failure(400, "KMS.DisabledException", "the key is disabled"),
                new Failure(400, "InvalidArgument", "what S3 refuses is never a row"));
        for (Failure failure : failures) {
            s3.faults().failNext(1, failure);
            assertStored(List.of(send("maxAge=0", LakeEvents.flow(SUBSCRIPTION, DAY, failures.indexOf(failure)))));
        }
        assertEquals(failures.size(), stored().size());
        s3.faults().loseAnswers(2);
        assertStored(List.of(send("maxAge=0", LakeEvents.flow(SUBSCRIPTION, DAY, 99))));
        assertEquals(failures.size() + 1, stored().size());
        assertEquals(failures.size() + 3, s3.timesStored());
    }

    @Test
    void aBucketThatIsNotThereIsWaitedForAndNamed() {
        CompletableFuture<Exchange> waiting = template.asyncSend(
                "security-lake:absent?region=us-east-1&maxAge=0&stopGrace=1&networkActivity=s3://no-such-bucket/ext/x/",
                exchange -> exchange.getMessage().setBody(LakeEvents.flow(SUBSCRIPTION, DAY, 1)));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().startsWith("NoSuchBucket"), status().lastFailure());
        assertTrue(!waiting.isDone());
    }

    @Test
    void aLargeObjectIsUploadedInPartsWithTheKey() {
        Random random = new Random(1);
        List<String> events = IntStream.range(0, 300)
                .mapToObj(i -> {
                    byte[] noise = new byte[50_000];
                    random.nextBytes(noise);
                    String text = Base64.getEncoder().encodeToString(noise);
                    return LakeEvents.flow(SUBSCRIPTION, DAY + i, i)
                            .replaceFirst("\\}$", ",\"raw_data\":\"" + text + "\"}");
                })
                .toList();
        s3.faults().on("UploadPart").failEvery(2, S3StandIn.INTERNAL_ERROR);
        CompletableFuture<Exchange> first = send("maxAge=300&kmsKeyId=" + KEY, events);
        await().until(() -> s3.calls("AbortMultipartUpload") > 0);
        s3.faults().clear();
        assertStored(List.of(first));
        Map.Entry<String, S3Object> object =
                s3.objects(s3.bucket()).entrySet().iterator().next();
        assertTrue(object.getValue().parts() > 1, "parts: " + object.getValue().parts());
        assertEquals("aws:kms", object.getValue().encryption());
        assertEquals(KEY, object.getValue().kmsKeyId());
        assertEquals(0, s3.openUploads());
        List<JsonNode> rows = LakeFile.read(object.getValue().bytes()).rows();
        assertEquals(events.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertTrue(LakeFile.isSame(LakeEvents.json(events.get(i)), rows.get(i)));
        }
    }

    @Test
    void theKeyIsSentForSmallObjectsToo() {
        assertStored(List.of(send("maxAge=0&kmsKeyId=" + KEY, LakeEvents.flow(SUBSCRIPTION, DAY, 1))));
        S3Object object = s3.objects(s3.bucket()).values().iterator().next();
        assertEquals(KEY, object.kmsKeyId());
        assertEquals(1, object.parts());
    }

    @Test
    void aClassWithoutLocationIsLeftOutAndCounted() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(List.of(LakeEvents.flow(SUBSCRIPTION, DAY, 1)));
        template.send(
                "security-lake:findings?region=us-east-1&maxAge=0&detectionFinding=s3://" + s3.bucket() + "/ext/d",
                exchange);
        assertNull(exchange.getException());
        assertEquals(0, s3.timesStored());
        assertEquals(
                1,
                meters.get("trailbridge.left.out")
                        .tag("kind", "networkActivity")
                        .counter()
                        .count());
    }

    @Test
    void wrongEndpointsAreRefusedWithTheReason() {
        String one = "security-lake:x?region=us-east-1&networkActivity=s3://bucket/ext/n/";
        assertRefused("security-lake:x?region=us-east-1", "needs a location for one class at least");
        assertRefused("security-lake:x?networkActivity=bucket/ext", "is not the location of a custom source");
        assertRefused(one + "&ocsfVersion=1.4.0", "The OCSF version must be");
        assertRefused(one + "&maxRows=60000", "must be from 1 to 50000");
        assertRefused(one + "&maxAge=3600001", "must be from 0 to 3600000");
    }

    private void assertRefused(String endpoint, String reason) {
        Throwable root = assertThrows(Exception.class, () -> camel.getEndpoint(endpoint));
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root.getMessage().contains(reason), root.getMessage());
    }
}
