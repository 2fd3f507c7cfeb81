package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.MAPPER;
import static io.trailbridge.transform.asff.SmallEvents.ORIGIN;
import static io.trailbridge.transform.asff.SmallEvents.SUBSCRIPTION;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be no finding of the importing account is refused with its place. */
class RefusedFindingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatTheSourceGivesNeitherResourceNorTitleIsRefusedInsteadOfInvented() throws JsonProcessingException {
        MappingException nothing = refusal("{\"AlertType\":\"T\",\"AlertDisplayName\":\"D\"}");
        MappingException nameless = refusal("{\"type\":\"Microsoft.Security/assessments\","
                + "\"properties\":{\"resourceDetails\":{\"id\":\"" + SUBSCRIPTION + "\"}}}");

        assertEquals("$.Resources", nothing.path());
        assertEquals("$.Title", nameless.path());
        assertEquals("the event holds nothing of which it could be made", nameless.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "{\"a\":1}", "{\"type\":\"Microsoft.Storage.BlobCreated\"}"})
    void whatIsNoFindingIsRefusedByItsKind(String message) throws JsonProcessingException {
        MappingException failure =
                MAPPER.toAsff(JSON.readTree(message), ORIGIN).get(0).failure();

        assertEquals(MappingException.NO_MAPPING, failure.mapping());
        assertTrue(failure.reason().contains("is not mapped to ASFF"), failure.reason());
    }

    @Test
    void theProductIsThatOfTheImportingAccountInItsPartition() {
        AsffMapper china = new AsffMapper("210987654321", "cn-north-1", "aws-cn", null);

        assertEquals(
                "arn:aws-cn:securityhub:cn-north-1:210987654321:product/210987654321/default",
                china.toAsff(alert(), ORIGIN)
                        .get(0)
                        .document()
                        .get("ProductArn")
                        .asText());
    }

    @Test
    void whatIsNoAccountRegionOrPartitionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper("12345678901", "eu-west-1", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(null, "eu-west-1", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(AsffForm.ACCOUNT, "Ireland", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(AsffForm.ACCOUNT, "eu-west-1", "az", null));
    }

    @Test
    void aFieldThatIsTheCustomersIsRefusedWithItsPath(@TempDir Path overrides) throws IOException {
        Files.createDirectories(overrides.resolve("asff"));
        Files.writeString(overrides.resolve("asff/alert.jslt"), "{\"Workflow\": {\"Status\": \"RESOLVED\"}}");

        MappingException failure = new AsffMapper(AsffForm.ACCOUNT, "eu-west-1", "aws", overrides)
                .toAsff(alert(), ORIGIN)
                .get(0)
                .failure();

        assertEquals("$.Workflow", failure.path());
    }
}
