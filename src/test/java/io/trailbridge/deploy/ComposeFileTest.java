package io.trailbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trailbridge.runtime.Catalog;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The Compose file against what it names: files, services, settings, queues, the hub, and the programs it starts. */
class ComposeFileTest {
    private static final Path FILE = Path.of("docker-compose.yml");
    /** With this {@code docker compose} asks for a value, or fills in a default. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+(:-([^}]+)|:\\?[^}]+)}");

    private final Map<String, Map<String, Object>> services = services();

    @Test
    void itHasTheServicesOfThePipeline() {
        assertTrue(
                services.keySet()
                        .containsAll(List.of(
                                "trailbridge",
                                "secret-and-channel",
                                "eventhubs-emulator",
                                "azurite",
                                "elasticmq",
                                "dynamodb")),
                services.keySet().toString());
    }

    @TestFactory
    Stream<DynamicTest> everyServiceHasAnImageWithATagThatCanBeReplaced() {
        return eachService((name, service) -> {
            Matcher image = VARIABLE.matcher(String.valueOf(service.get("image")));
            assertTrue(image.matches(), "image is not a variable with a default: " + service.get("image"));
            assertTrue(image.group(2).matches("[a-z0-9./-]+:[A-Za-z0-9._-]+"), "no tag: " + image.group(2));
            assertFalse(image.group(2).endsWith(":latest"), "a moving tag: " + image.group(2));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyMountedFileIsInTheProjectOrMadeByTheBuild() {
        return eachService((name, service) -> {
            for (Object volume : list(service, "volumes")) {
                Path source = Path.of(volume.toString().split(":")[0]).normalize();
                assertTrue(source.startsWith("target") || Files.isRegularFile(source), "there is no " + source);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> everyServiceThatIsWaitedForExistsAndCanBeWaitedFor() {
        return eachService((name, service) -> dependencies(service).forEach((other, condition) -> {
            assertTrue(services.containsKey(other), "there is no service " + other);
            assertTrue(
                    !condition.equals("service_healthy") || services.get(other).containsKey("healthcheck"),
                    other + " has no healthcheck");
        }));
    }

    @TestFactory
    Stream<DynamicTest> noServiceListensBeyondThisMachine() {
        return eachService((name, service) -> list(service, "ports")
                .forEach(port -> assertTrue(port.toString().startsWith("127.0.0.1:"), port.toString())));
    }

    @TestFactory
    Stream<DynamicTest> everyVariableHasADefaultOrSaysWhatItIsFor() throws IOException {
        return Pattern.compile("\\$\\{[^}]*}")
                .matcher(Files.readString(FILE))
                .results()
                .map(found -> found.group())
                .map(variable -> DynamicTest.dynamicTest(
                        variable, () -> assertTrue(VARIABLE.matcher(variable).matches(), variable)));
    }

    @Test
    void trailbridgeGetsOnlySettingsThatItOrTheAwsSdkKnows() {
        Map<String, String> environment = environment("trailbridge");
        Settings settings = Catalog.load(null, environment, new Properties());

        assertEquals(List.of(), settings.unknownEnvironment());
        List<String> known =
                Catalog.settings().stream().map(Setting::environment).toList();
        assertEquals(
                List.of(),
                environment.keySet().stream()
                        .filter(name -> !name.startsWith("AWS_") && !known.contains(name))
                        .toList());
        assertAll(Stream.of(
                        Setting.AWS_REGION,
                        Setting.CREDENTIALS_SECRET,
                        Setting.CHECKPOINT_TABLE,
                        CloudTrailSink.QUEUE,
                        CloudTrailSink.CHANNEL)
                .map(setting -> () -> assertTrue(settings.isSet(setting), setting.names())));
    }

    @Test
    void trailbridgeRunsUnprivilegedOnAReadOnlyRootAndHasTimeToStop() {
        Map<String, Object> trailbridge = services.get("trailbridge");

        assertEquals(true, trailbridge.get("read_only"));
        assertEquals(List.of("/tmp"), trailbridge.get("tmpfs"));
        assertEquals(List.of("ALL"), trailbridge.get("cap_drop"));
        Duration grace = Duration.parse("PT" + trailbridge.get("stop_grace_period"));
        Settings settings = Catalog.load(null, environment("trailbridge"), new Properties());
        assertTrue(grace.compareTo(settings.duration(Setting.STOP_GRACE)) > 0, "stop_grace_period " + grace);
    }

    /** They listen on loopback only, so it must be one loopback; and Trailbridge must not look for the secret too early. */
    @Test
    void trailbridgeSharesLoopbackWithTheSecretAndStartsAfterIt() {
        Map<String, Object> trailbridge = services.get("trailbridge");

        assertEquals("service:secret-and-channel", trailbridge.get("network_mode"));
        assertEquals("service_healthy", dependencies(trailbridge).get("secret-and-channel"));
        assertFalse(trailbridge.containsKey("ports"), "ports belong to the service that owns the network");
        Map<String, String> own = environment("trailbridge");
        Map<String, String> sandbox = environment("secret-and-channel");
        assertAll(Stream.of(
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        "AWS_ENDPOINT_URL_CLOUDTRAIL_DATA",
                        "AZURE_CREDENTIALS_SECRET_NAME",
                        "CLOUDTRAIL_CHANNEL_ARN")
                .map(name -> () -> assertEquals(sandbox.get(name), own.get(name), name)));
        assertTrue(own.get("AWS_ENDPOINT_URL_SECRETS_MANAGER").startsWith("http://127.0.0.1:"));
    }

    @Test
    void theEndpointsNameServices() {
        Map<String, String> environment = environment("trailbridge");

        assertAll(Stream.of("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_DYNAMODB", "SQS_QUEUE_URL")
                .map(environment::get)
                .map(url -> () -> assertTrue(services.containsKey(url.split("[:/]+")[1]), url)));
    }

    @Test
    void theQueueIsConfiguredWithADeadLetterQueue() {
        Config broker =
                ConfigFactory.parseFile(Path.of("deploy/compose/elasticmq.conf").toFile());
        String url = environment("trailbridge").get("SQS_QUEUE_URL");
        String queue = url.substring(url.lastIndexOf('/') + 1);

        assertEquals(broker.getString("aws.accountId"), url.split("/")[3]);
        String deadLetters = broker.getString("queues." + queue + ".deadLettersQueue.name");
        assertTrue(broker.hasPath("queues." + deadLetters), "there is no queue " + deadLetters);
    }

    /** As the emulator's published schema has it: one namespace of a fixed name, the partition count a string. */
    @Test
    void theHubOfTheSecretIsConfiguredWithItsConsumerGroup() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode namespaces =
                json.readTree(Path.of("deploy/compose/Config.json").toFile()).at("/UserConfig/NamespaceConfig");
        JsonNode secret = json.readTree(environment("secret-and-channel").get("SANDBOX_SECRET_VALUE"));

        assertEquals(1, namespaces.size());
        assertEquals("EventHub", namespaces.at("/0/Type").asText());
        assertEquals("emulatorNs1", namespaces.at("/0/Name").asText());
        JsonNode hub = namespaces.at("/0/Entities/0");
        assertEquals("defender", hub.path("Name").asText());
        assertEquals("\"4\"", hub.path("PartitionCount").toString());
        assertEquals(hub.path("Name"), secret.path("eventHubName"));
        assertTrue(
                StreamSupport.stream(hub.path("ConsumerGroups").spliterator(), false)
                        .anyMatch(group -> group.path("Name").equals(secret.path("consumerGroup"))),
                hub.toString());
        String connection = secret.path("connectionString").asText();
        assertTrue(connection.startsWith("Endpoint=sb://eventhubs-emulator;"), connection);
        assertTrue(connection.contains(";EntityPath=" + hub.path("Name").asText() + ";"), connection);
        assertTrue(services.containsKey("eventhubs-emulator"));
    }

    @TestFactory
    Stream<DynamicTest> everyProgramOfTheTestSourcesExists() {
        return eachService((name, service) -> {
            for (Object word : list(service, "command")) {
                if (word.toString().startsWith("io.trailbridge.")) {
                    Class.forName(word.toString()).getMethod("main", String[].class);
                }
            }
        });
    }

    private interface ServiceCheck {
        void check(String name, Map<String, Object> service) throws Exception;
    }

    private Stream<DynamicTest> eachService(ServiceCheck check) {
        return services.entrySet().stream()
                .map(service -> DynamicTest.dynamicTest(
                        service.getKey(), () -> check.check(service.getKey(), service.getValue())));
    }

    private Map<String, String> environment(String service) {
        Map<String, String> names = new TreeMap<>();
        map(services.get(service).get("environment")).forEach((name, value) -> names.put(name, value.toString()));
        return names;
    }

    /** The services waited for and the condition, in the short form ({@code - azurite}) as in the long one. */
    private static Map<String, String> dependencies(Map<String, Object> service) {
        Map<String, String> conditions = new TreeMap<>();
        Object value = service.getOrDefault("depends_on", List.of());
        if (value instanceof Collection<?> names) {
            names.forEach(name -> conditions.put(name.toString(), "service_started"));
        } else {
            map(value)
                    .forEach((name, how) ->
                            conditions.put(name, map(how).get("condition").toString()));
        }
        return conditions;
    }

    private static List<?> list(Map<String, Object> service, String key) {
        return (List<?>) service.getOrDefault(key, List.of());
    }

    private static Map<String, Map<String, Object>> services() {
        try {
            Map<String, Object> file =
                    map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE)));
            Map<String, Map<String, Object>> services = new LinkedHashMap<>();
            map(file.get("services")).forEach((name, service) -> services.put(name, map(service)));
            return services;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
