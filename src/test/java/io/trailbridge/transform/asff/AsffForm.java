package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.schemas.PublishedSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What Security Hub demands of a finding: its published form, and beside it what the form does
 * not say, written down once more so that a test does not ask the code under test.
 */
public final class AsffForm {
    static final String ACCOUNT = "123456789012";

    private static final String PRODUCT = "arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default";
    private static final ObjectMapper JSON = new ObjectMapper();

    private AsffForm() {}

    public static AsffMapper mapper() {
        return new AsffMapper(ACCOUNT, "eu-west-1", "aws", null);
    }

    /** Everything that is wrong with the text, nothing when Security Hub accepts it. */
    public static List<String> faults(String json) {
        return faults(json, true);
    }

    /** The published form is slow: a test of thousands of findings asks it for some of them only. */
    public static List<String> faults(String json, boolean published) {
        List<String> faults = new ArrayList<>();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            faults.add("cannot be written as UTF-8");
        }
        if (json.getBytes(StandardCharsets.UTF_8).length > 240_000) {
            faults.add("larger than 240 kB");
        }
        JsonNode finding;
        try {
            finding = JSON.readTree(json);
        } catch (IOException e) {
            return List.of("not JSON: " + e.getMessage());
        }
        if (published) {
            faults.addAll(PublishedSchemas.asffFaults(finding));
        }
        if (!finding.path("AwsAccountId").asText().equals(ACCOUNT)
                || !finding.path("ProductArn").asText().equals(PRODUCT)) {
            faults.add("not of the importing account");
        }
        Instant created = Instant.parse(finding.get("CreatedAt").asText());
        if (created.isAfter(Instant.parse(finding.get("UpdatedAt").asText()))) {
            faults.add("UpdatedAt before CreatedAt");
        }
        JsonNode provider = finding.path("FindingProviderFields");
        if (!provider.path("Types").equals(finding.path("Types"))) {
            faults.add("Types differ");
        }
        if (finding.has("Severity") && !provider.path("Severity").equals(finding.path("Severity"))) {
            faults.add("Severity differs");
        }
        finding.path("ProductFields").fieldNames().forEachRemaining(name -> {
            if (name.startsWith("aws/") || name.length() > 128) {
                faults.add("key " + name);
            }
        });
        for (String name : Set.of("Note", "UserDefinedFields", "VerificationState", "Workflow", "ProcessedAt")) {
            if (finding.has(name)) {
                faults.add(name + " is not the provider's");
            }
        }
        return faults;
    }

    /** Without what is the source's own as it came: the fields of the objects that ProductFields keep whole. */
    static JsonNode typed(JsonNode finding) {
        ObjectNode typed = finding.deepCopy();
        if (typed.path("ProductFields") instanceof ObjectNode fields) {
            List<String> names = new ArrayList<>();
            fields.fieldNames().forEachRemaining(names::add);
            names.removeIf(name -> name.indexOf('.') < 0 || name.startsWith(ProductFields.PREFIX + "times."));
            fields.remove(names);
        }
        return typed;
    }
}
