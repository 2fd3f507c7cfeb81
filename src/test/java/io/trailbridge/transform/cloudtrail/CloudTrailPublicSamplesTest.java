package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's published messages; they are not part of the project, so this is skipped where they are not. */
class CloudTrailPublicSamplesTest {
    private static final Path SHARED = Path.of("../shared");
    private static final Set<String> DEFENDER = Set.of(
            "alerts", "assessments", "subassessments", "securescores", "securescorecontrols", "regulatorycompliance");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "0", 7L, Instant.parse("2026-05-05T10:00:00Z"), 0);
    private static JsonSchema schema;

    private final CloudTrailMapper mapper = new CloudTrailMapper(EventDataForm.ACCOUNT, null);

    @BeforeAll
    static void readSchema() throws IOException {
        if (Files.isDirectory(SHARED)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
                    Files.newInputStream(SHARED.resolve("schemas/cloudtrail-eventdata.schema.json")),
                    SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        }
    }

    private static boolean isDefender(Path file) {
        return DEFENDER.contains(file.getParent().getFileName().toString())
                || file.getFileName().toString().contains("activitylog");
    }

    @ParameterizedTest
    @MethodSource("messagesOrNothing")
    void aDefenderMessageBecomesValidEventDataOfItsKindWithoutFillers(Path file) throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "../shared is not here");

        List<MappedEvent> mapped = mapper.toCloudTrail(JSON.readTree(file.toFile()), ORIGIN);

        assertEquals(1, mapped.size());
        assertNotEquals(EventKind.UNRECOGNISED, mapped.get(0).kind());
        JsonNode eventData = JSON.readTree(mapped.get(0).json());
        assertEquals(Set.of(), schema.validate(eventData));
        assertEquals(List.of(), EventDataForm.faults(mapped.get(0).json()));
        assertEquals(List.of(), Fillers.in(eventData, "$"));
    }

    @ParameterizedTest
    @MethodSource("othersOrNothing")
    void anyOtherMessageBecomesValidEventDataAsWell(Path file) throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "../shared is not here");

        for (MappedEvent event : mapper.toCloudTrail(JSON.readTree(file.toFile()), ORIGIN)) {
            assertEquals(Set.of(), schema.validate(JSON.readTree(event.json())));
            assertEquals(List.of(), EventDataForm.faults(event.json()));
        }
    }

    @Test
    void aPlaceholderInADocumentedIdIsNotTakenForAnId() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "../shared is not here");

        JsonNode identity = mapper.toCloudTrail(
                        JSON.readTree(SHARED.resolve(
                                "samples/subassessments/msdocs-arg-container-mdvm-cve-2022-42969.json").toFile()),
                        ORIGIN)
                .get(0).document().get("userIdentity");

        assertEquals(
                "{\"type\":\"AzureService\",\"principalId\":\"Microsoft Defender for Cloud\"}", identity.toString());
    }

    /** One element even where there are no messages, so that the test is shown as skipped. */
    static Stream<Path> messagesOrNothing() throws IOException {
        return Files.isDirectory(SHARED) ? files().filter(CloudTrailPublicSamplesTest::isDefender) : Stream.of(SHARED);
    }

    static Stream<Path> othersOrNothing() throws IOException {
        return Files.isDirectory(SHARED) ? files().filter(file -> !isDefender(file)) : Stream.of(SHARED);
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SHARED.resolve("samples"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }
}
