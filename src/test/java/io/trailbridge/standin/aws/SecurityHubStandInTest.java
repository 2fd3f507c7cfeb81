package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.securityhub.model.AccessDeniedException;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.InvalidInputException;
import software.amazon.awssdk.services.securityhub.model.Resource;
import software.amazon.awssdk.services.securityhub.model.SecurityHubException;
import software.amazon.awssdk.services.securityhub.model.Severity;

class SecurityHubStandInTest {
    private static SecurityHubStandIn hub;

    @BeforeAll
    static void start() {
        hub = SecurityHubStandIn.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void forget() {
        hub.forget();
        hub.faults().clear();
        hub.enable(true);
    }

    private static AwsSecurityFinding finding(String id, String updatedAt, Consumer<AwsSecurityFinding.Builder> more) {
        AwsSecurityFinding.Builder builder = AwsSecurityFinding.builder()
                .schemaVersion("2018-10-08")
                .id(id)
                .productArn(hub.productArn())
                .awsAccountId(StandInAccount.ID)
                .generatorId("generator")
                .createdAt("2024-01-15T10:30:00Z")
                .updatedAt(updatedAt)
                .title("title")
                .description("description")
                .types("TTPs/Discovery")
                .severity(severity -> severity.label("HIGH"))
                .resources(resource -> resource.type("Other").id("vm-1"));
        more.accept(builder);
        return builder.build();
    }

    private static AwsSecurityFinding finding(String id) {
        return finding(id, "2024-01-15T10:30:00Z", builder -> {});
    }

    private static BatchImportFindingsResponse put(List<AwsSecurityFinding> findings) {
        return hub.client().batchImportFindings(request -> request.findings(findings));
    }

    private static void assertInvalid(String reason, Consumer<AwsSecurityFinding.Builder> flaw) {
        BatchImportFindingsResponse answer =
                put(List.of(finding("good"), finding("bad", "2024-01-15T10:30:00Z", flaw)));
        assertEquals(1, answer.successCount());
        assertEquals(1, answer.failedCount());
        assertEquals("bad", answer.failedFindings().get(0).id());
        assertEquals("InvalidInput", answer.failedFindings().get(0).errorCode());
        String message = answer.failedFindings().get(0).errorMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void theNewestStateOfEachFindingIsHeld() {
        put(List.of(finding("a", "2024-01-15T10:30:00Z", builder -> builder.title("first")), finding("b")));
        put(List.of(finding("a", "2024-01-15T09:30:00Z", builder -> builder.title("older"))));
        put(List.of(finding("a", "2024-01-15T11:30:00+01:00", builder -> builder.title("as old"))));
        assertEquals("first", hub.findings().get("a").get("Title").textValue());
        assertEquals(2, hub.ignored());
        put(List.of(finding("a", "2024-01-15T10:30:00.001Z", builder -> builder.title("newer"))));
        assertEquals("newer", hub.findings().get("a").get("Title").textValue());
        assertEquals(Map.of("a", 4, "b", 1), hub.timesAccepted());
        assertEquals(5, hub.acceptedCount());
        assertEquals(2, hub.distinctIds());
        assertEquals("2024-01-15T10:30:00.001Z", hub.imports("a").get(3));
    }

    @Test
    void aFindingThatBreaksTheFormatFailsAlone() {
        assertInvalid("required property 'Title'", builder -> builder.title(null));
        assertInvalid("data.Resources should NOT have fewer than 1 items", builder -> builder.resources(List.of()));
        assertInvalid("data.Title should NOT be longer than 256", builder -> builder.title("x".repeat(257)));
        assertInvalid("data.Description should NOT be longer", builder -> builder.description("x".repeat(1025)));
        assertInvalid("data.UpdatedAt should match format", builder -> builder.updatedAt("yesterday"));
        assertInvalid("required property 'FindingProviderFields'", builder -> builder.severity((Severity) null));
        assertInvalid("data.Severity.Label", builder -> builder.severity(severity -> severity.label("URGENT")));
        assertInvalid("data.Types should match pattern", builder -> builder.types("Other"));
        assertInvalid("additional property 'Workflow'", builder -> builder.workflow(flow -> flow.status("NEW")));
        assertInvalid("data.ProductFields", builder -> builder.productFields(Map.of("aws/key", "value")));
        assertInvalid("data.ProductFields", builder -> builder.productFields(Map.of("key", "x".repeat(2049))));
        assertInvalid(
                "data.Resources should NOT have more than 32",
                builder -> builder.resources(Collections.nCopies(
                        33, Resource.builder().type("Other").id("vm").build())));
        assertInvalid("more than 240000", builder -> builder.userDefinedFields(Map.of("key", "x".repeat(240_000))));
    }

    @Test
    void aFindingOfAnotherAccountOrProductMakesTheCallDenied() {
        assertThrows(
                AccessDeniedException.class,
                () -> put(List.of(
                        finding("good"),
                        finding("bad", "2024-01-15T10:30:00Z", builder -> builder.awsAccountId("999999999999")))));
        assertThrows(
                AccessDeniedException.class,
                () -> put(List.of(finding(
                        "bad",
                        "2024-01-15T10:30:00Z",
                        builder -> builder.productArn(hub.productArn().replace("us-east-1", "eu-west-1"))))));
        assertEquals(0, hub.acceptedCount());
    }

    @Test
    void callsPastTheServicesLimitsAreRefused() {
        assertThrows(
                InvalidInputException.class,
                () -> put(
                        IntStream.range(0, 101).mapToObj(i -> finding("a" + i)).toList()));
        assertThrows(InvalidInputException.class, () -> put(List.of()));
        AwsSecurityFinding large =
                finding("large", "2024-01-15T10:30:00Z", builder -> builder.description("x".repeat(70_000)));
        SecurityHubException failure =
                assertThrows(SecurityHubException.class, () -> put(Collections.nCopies(90, large)));
        assertEquals(413, failure.statusCode());
    }

    @Test
    void anAccountWithoutSecurityHubIsToldSoOfEachFinding() {
        hub.enable(false);
        BatchImportFindingsResponse answer = put(List.of(finding("a"), finding("b")));
        assertEquals(2, answer.failedCount());
        assertEquals("InvalidAccess", answer.failedFindings().get(1).errorCode());
    }
}
