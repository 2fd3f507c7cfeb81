package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.aws.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing or wrong stops the start with one line that names it and the remedy. */
@Tag("slow")
class BadConfigurationTest {
    private static LocalClouds clouds;
    private static Runnable undo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        clouds = LocalClouds.start(1);
        undo = clouds.sdk().apply();
    }

    @AfterAll
    static void stop() {
        undo.run();
        clouds.close();
    }

    @AfterEach
    void restore() {
        clouds.secrets().faults().clear();
        clouds.secrets().put(LocalClouds.SECRET, clouds.secret());
    }

    @Test
    void aMissingSecretIsNamed() {
        refused(
                Map.of("AZURE_CREDENTIALS_SECRET_NAME", "nowhere"),
                "AZURE_CREDENTIALS_SECRET_NAME",
                "secret 'nowhere'",
                "create it, or correct its name");
    }

    @Test
    void aSecretThatMayNotBeReadSaysWhatToAllow() {
        clouds.secrets().faults().fail(Failure.ACCESS_DENIED);
        refused(Map.of(), "secretsmanager:GetSecretValue");
    }

    @Test
    void aSecretWithoutItsFieldIsNamedWithTheField() {
        clouds.secrets().put(LocalClouds.SECRET, "{\"eventHubNamespace\":\"contoso\"}");
        refused(Map.of(), LocalClouds.SECRET, "eventHubName");

        clouds.secrets().put(LocalClouds.SECRET, "{\"eventHubName\":\"defender\"}");
        refused(Map.of(), "connectionString", "eventHubNamespace");

        clouds.secrets().put(LocalClouds.SECRET, "not json");
        refused(Map.of(), "not a JSON object");
    }

    @Test
    void aConnectionStringIsNeverShown() {
        clouds.secrets()
                .put(LocalClouds.SECRET, "{\"connectionString\":\"SharedAccessKey=topsecret\",\"eventHubName\":\"h\"}");
        assertFalse(refused(Map.of(), "Endpoint=sb://").contains("topsecret"));
    }

    @Test
    void aKeyThatTheHubRefusesIsNamedWithHubAndRemedy() {
        clouds.secrets()
                .put(
                        LocalClouds.SECRET,
                        clouds.secret().replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc="));
        refused(Map.of(), "hub localhost/defender $Default", "amqp:unauthorized-access", "correct the key");
    }

    @Test
    void aHubThatIsNotThereIsNamed() {
        clouds.secrets()
                .put(
                        LocalClouds.SECRET,
                        clouds.secret().replace("=defender", "=defendr").replace("\"defender\"", "\"defendr\""));
        refused(Map.of(), "hub localhost/defendr $Default", "amqp:not-found", "correct its name");
    }

    @Test
    void aConsumerGroupThatIsNotThereIsNamedWhetherTheHubHoldsEventsOrNot() {
        clouds.secrets().put(LocalClouds.SECRET, clouds.secret().replace("$Default", "nobody"));
        refused(
                Map.of(),
                "hub localhost/defender nobody",
                "consumergroups/nobody",
                "create the hub or the consumer group");

        clouds.eventHubs().hub(LocalClouds.HUB).append(0, "{}");
        refused(Map.of(), "hub localhost/defender nobody", "consumergroups/nobody");
    }

    @Test
    void aHubThatDoesNotAnswerIsNoReasonToEnd() throws Exception {
        clouds.secrets().put(LocalClouds.SECRET, clouds.secret().replaceFirst("localhost:\\d+", "localhost:9"));
        try (Bridge bridge = PipelineFixture.bridge(clouds, Path.of("routes"), Map.of())) {
            bridge.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bridge.faults().present().stream()
                            .anyMatch(fault -> fault.code() == FaultCode.HUB_UNREACHABLE
                                    && fault.cause().contains("localhost:9")));
        }
    }

    @Test
    void aWrongChannelArnIsNamed() {
        refused(
                Map.of("CLOUDTRAIL_CHANNEL_ARN", "arn:aws:cloudtrail:us-east-1:12:channel/x"),
                "CLOUDTRAIL_CHANNEL_ARN",
                "'arn:aws:cloudtrail:us-east-1:12:channel/x'",
                "arn:aws:cloudtrail:us-east-1:123456789012");
    }

    @Test
    void aWrongNumberStopsTheStartWhetherItsSinkIsOnOrOff() {
        refused(Map.of("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "abc"), "'abc'", "seconds from 2 to 43200");
        refused(Map.of("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "2m"), "'2m'", "without a unit");
        refused(Map.of("TRAILBRIDGE_CLOUDTRAIL_CONSUMERS", "four"), "'four'", "from 1 to 50");
        refused(Map.of("TRAILBRIDGE_SECURITYLAKE_CONSUMERS", "0"), "'0'", "from 1 to 50");
    }

    @Test
    void aQueueWithoutASinkAndASinkWithoutAQueueAreNamed() {
        refused(Map.of("CLOUDTRAIL_CHANNEL_ARN", ""), "CLOUDTRAIL_CHANNEL_ARN) is not set");
        refused(Map.of("SQS_QUEUE_URL", ""), "SQS_QUEUE_URL) is not set");
        refused(Map.of("SQS_QUEUE_URL", "", "CLOUDTRAIL_CHANNEL_ARN", ""), "no sink is on");
    }

    @Test
    void aQueueThatIsNotThereIsNamed() {
        refused(
                Map.of(
                        "SQS_QUEUE_URL",
                        clouds.queueUrl() + "-absent",
                        "TRAILBRIDGE_CLOUDTRAIL_DEAD_LETTER_QUEUE_URL",
                        ""),
                "-absent",
                "create it");
        refused(Map.of("SQS_QUEUE_URL", "my-queue"), "SQS_QUEUE_URL", "my-queue", "give its URL");
    }

    @Test
    void whatASinkLacksIsNamed() {
        refused(with("TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN", ""), "TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN) is not set");
        refused(
                with("TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN", "arn:aws:securityhub:eu-west-1:111122223333:product/9/x"),
                "TRAILBRIDGE_SECURITYHUB_PRODUCT_ARN",
                "product/123456789012/default");
        refused(with("TRAILBRIDGE_SECURITYHUB_LEAVE_OUT", "alerts"), "'alerts' is no kind of event", "secure-score");
        refused(with("TRAILBRIDGE_SECURITYLAKE_OCSF_VERSION", "1.4.0"), "'1.4.0'", "1.3.0, 1.7.0");
        refused(with("TRAILBRIDGE_SECURITYLAKE_DETECTION_FINDING", "my-bucket"), "my-bucket", "s3://");
        refused(with("TRAILBRIDGE_SECURITYLAKE_MAX_AGE", "soon"), "TRAILBRIDGE_SECURITYLAKE_MAX_AGE", "5m");
        refused(with("TRAILBRIDGE_CLOUDWATCHLOGS_FORMAT", "xml"), "'xml'", "ocsf, envelope");
        refused(with("TRAILBRIDGE_CLOUDWATCHLOGS_GROUP", "no spaces"), "no spaces");
        refused(
                with("TRAILBRIDGE_SECURITYLAKE_NETWORK_ACTIVITY", ""),
                "TRAILBRIDGE_SECURITYLAKE_NETWORK_ACTIVITY) is not set",
                "where the flows are stored");
        refused(with("TRAILBRIDGE_FLOWLOGS_LEASE", "10ms"), "TRAILBRIDGE_FLOWLOGS_LEASE", "from 1s to 1h");
        refused(with("TRAILBRIDGE_FLOWLOGS_STORAGE_SECRET", "absent"), "'absent'", "create it");
        Map<String, String> nowhere = clouds.environmentOfAllSinks();
        nowhere.putAll(Map.of(
                "TRAILBRIDGE_SECURITYLAKE_DETECTION_FINDING",
                "",
                "FLOW_LOG_QUEUE_URL",
                "",
                "TRAILBRIDGE_SECURITYLAKE_COMPLIANCE_FINDING",
                "",
                "TRAILBRIDGE_SECURITYLAKE_VULNERABILITY_FINDING",
                ""));
        refused(nowhere, "SECURITY_LAKE_QUEUE_URL", "no class of events has a location");
    }

    @Test
    void aQueueThatTwoSinksShareIsNamed() {
        refused(
                with("SECURITY_HUB_QUEUE_URL", clouds.queueUrl("security-lake")),
                "SECURITY_HUB_QUEUE_URL",
                "SECURITY_LAKE_QUEUE_URL",
                "give each sink its own");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> all = clouds.environmentOfAllSinks();
        all.put(name, value);
        return all;
    }

    @Test
    void aMissingTableIsNamedWithTheSettingThatMakesIt() {
        refused(
                Map.of("DYNAMODB_TABLE_NAME", "absent", "TRAILBRIDGE_CHECKPOINT_CREATE_TABLE", "false"),
                "absent",
                "trailbridge.checkpoint.createTable=true");
        refused(Map.of("DYNAMODB_TABLE_NAME", ""), "DYNAMODB_TABLE_NAME) is not set");
    }

    @Test
    void wrongIntervalsAndPositionsAreNamed() {
        refused(Map.of("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "1s"), "ownershipExpiry", "more than twice");
        refused(Map.of("TRAILBRIDGE_EVENTHUBS_START_POSITION", "yesterday"), "'yesterday'", "earliest");
        refused(
                Map.of("TRAILBRIDGE_EVENTHUBS_START_POSITION", "latest", "TRAILBRIDGE_MODE", "drain"),
                "startPosition",
                "drain");
        refused(Map.of("TRAILBRIDGE_HTTP_ADDRESS", "8080"), "TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:8080");
    }

    @Test
    void aBrokenRouteFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), "- route:\n    id: mine\n    from:\n      uri: [");
        refusedRoutes(folder + "/mine.camel.yaml:5:1: expected the node content", "correct the YAML");

        refusedStep("- procss: {ref: notThere}", "/mine.camel.yaml:6:11: Unknown node id: procss: correct the YAML");
    }

    @Test
    void aBrokenStepIsNamedWithFileLineStepCauseAndRemedy() throws IOException {
        refusedStep(
                "- to: {uri: \"cloudtrail-channel:nonsense\"}",
                "/mine.camel.yaml:6: route mine, step to[cloudtrail-channel:nonsense]: ",
                "nonsense",
                "correct the step");
        refusedStep(
                "- process: {ref: notThere}",
                "/mine.camel.yaml:6: route mine, step process[ref:notThere]: there is nothing named 'notThere': correct the");
        refusedStep(
                "- to:\n            id: there\n            uri: log:x?nonsense=1",
                "/mine.camel.yaml:6: route mine, step there (to[log:x?nonsense=1]): its endpoint has no option nonsense=1: ");
        refusedStep(
                "- to: {uri: \"log:x?showAll=maybe\"}",
                ":6: route mine, step to[log:x?showAll=maybe]: option showAll=maybe cannot be set (",
                "): correct the option");
        refusedStep("- to: {uri: \"log:{{not.set}}\"}", ":6: route mine, step to", "[not.set]");
        refusedStep(
                "- filter: {id: f, simple: \"${header.x} = bad\", steps: [{stop: {}}]}",
                ":6: route mine, step f (filter[simple{${header.x} = bad}]): the expression '${header.x} = bad' is wrong at"
                        + " character 13 (Unexpected token = at location 12): correct the expression");
        refusedStep(
                "- filter:\n            simple: \"1 == 1\"\n            steps:\n              - log:\n"
                        + "                  message: \"${nothing}\"",
                ":9: route mine, step log[${nothing}]: the expression");
        refusedStep(
                "- setBody: {constant: a, id: b}\n        - log: {message: a, id: b}",
                ":6: route mine, step b (setBody",
                ":7: route mine, step b (log",
                "both have the id 'b'");
    }

    private void refusedStep(String step, String... expected) throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:in
                      steps:
                        %s
                """.formatted(step));
        refusedRoutes(expected);
    }

    @Test
    void aQueueThatNoRouteReadsStopsTheStart() throws IOException {
        copyRoutes();
        Files.delete(folder.resolve("deliver-cloudtrail.camel.yaml"));
        refusedRoutes(
                "no route in " + folder + " reads the queue of the sink cloudtrail",
                clouds.queueUrl(),
                "put deliver-cloudtrail.camel.yaml there");

        copyRoutes();
        Files.delete(folder.resolve("ingest-defender.camel.yaml"));
        refusedRoutes("reads the Event Hub", "put ingest-defender.camel.yaml there");
    }

    @Test
    void aRouteFileThatWouldNotBeLoadedStopsTheStart() throws IOException {
        copyRoutes();
        Files.move(folder.resolve("deliver-cloudtrail.camel.yaml"), folder.resolve("deliver-cloudtrail.yaml"));
        Files.writeString(folder.resolve("notes.YML"), "x: 1");
        Files.writeString(folder.resolve(".hidden.yaml"), "of an editor");

        String message =
                refusedRoutes(folder.resolve("deliver-cloudtrail.yaml").toString(), "notes.YML", ".camel.yaml");
        assertFalse(message.contains("hidden"), message);
    }

    @Test
    void aRouteIdInTwoFilesStopsTheStart() throws IOException {
        copyRoutes();
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: deliver-cloudtrail
                    from:
                      uri: direct:mine
                      steps:
                        - log: {message: mine}
                """);
        refusedRoutes(
                "mine.camel.yaml: route deliver-cloudtrail has the id of one in ",
                folder + "/deliver-cloudtrail.camel.yaml",
                "give it another id");
    }

    @Test
    void aPortInUseStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            refused(
                    Map.of("TRAILBRIDGE_HTTP_ADDRESS", address),
                    "TRAILBRIDGE_HTTP_ADDRESS",
                    address,
                    "in use",
                    "free port");
        }
        refused(
                Map.of("TRAILBRIDGE_HTTP_ADDRESS", "nowhere.invalid:8080"),
                "TRAILBRIDGE_HTTP_ADDRESS",
                "nowhere.invalid");
    }

    private void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aBrokenMappingIsNamedWithLineAndColumn() throws IOException {
        Path file = Files.createDirectories(folder.resolve("cloudtrail")).resolve("alert.jslt");
        Files.writeString(file, "{\n  \"version\": nope(.)\n}\n");
        refused(Map.of("TRAILBRIDGE_MAPPINGS", folder.toString()), "TRAILBRIDGE_MAPPINGS", file + ":2:", "nope");

        Files.writeString(file, "{\n  \"version\": (\n");
        String message = refused(Map.of("TRAILBRIDGE_MAPPINGS", folder.toString()), file + ":");
        assertTrue(message.endsWith(" at " + file + ":2:14"), message);
        Files.delete(file);

        Path module = Files.writeString(file.resolveSibling("common.jslt"), "def version(event)\n  nope($event)\n");
        refused(Map.of("TRAILBRIDGE_MAPPINGS", folder.toString()), module + ":2:3", "nope");
        Files.writeString(module, "def version(event)\n  (\n");
        refused(Map.of("TRAILBRIDGE_MAPPINGS", folder.toString()), " at " + module + ":2:3");

        String absent = folder.resolve("absent").toString();
        refused(Map.of("TRAILBRIDGE_MAPPINGS", absent), "TRAILBRIDGE_MAPPINGS", absent);
    }

    @Test
    void aRouteThatCouldLoseEventsIsRefused() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:in
                      steps:
                        - wireTap: {uri: "direct:copy"}
                """);
        String message = refusedRoutes("mine.camel.yaml", "wireTap");
        assertTrue(message.contains("a crash would lose it"), message);
    }

    @Test
    void aFolderWithoutRoutesIsNamed() {
        refusedRoutes("no route file");
    }

    private String refusedRoutes(String... expected) {
        return refused(folder, Map.of(), expected);
    }

    private String refused(Map<String, String> settings, String... expected) {
        return refused(Path.of("routes"), settings, expected);
    }

    private String refused(Path routes, Map<String, String> settings, String... expected) {
        SettingsException refused =
                assertThrows(SettingsException.class, () -> PipelineFixture.bridge(clouds, routes, settings));
        for (String text : expected) {
            assertTrue(refused.getMessage().contains(text), refused.getMessage());
        }
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        return refused.getMessage();
    }
}
