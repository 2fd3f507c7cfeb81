package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Security Hub asks of one finding: the required and top-level attributes of the AWS Security Finding Format (user
 * guide, "Required top-level ASFF attributes", "Optional top-level ASFF attributes") and the size in the guidelines for
 * BatchImportFindings. Where the guide is silent the rule here is the stricter one: 1 KB is 1,000 bytes, and what only
 * the customer or Security Hub may set is refused.
 */
final class SecurityHubFindingRules {
    static final int MAX_BYTES = 240_000;
    static final String CODE = "InvalidInput";

    private static final Map<String, Integer> REQUIRED_TEXTS = Map.of(
            "SchemaVersion",
            10,
            "Id",
            512,
            "ProductArn",
            2048,
            "GeneratorId",
            512,
            "AwsAccountId",
            12,
            "CreatedAt",
            64,
            "UpdatedAt",
            64,
            "Title",
            256,
            "Description",
            1024);
    private static final Map<String, Integer> OTHER_TEXTS = Map.of(
            "ProductName",
            128,
            "CompanyName",
            128,
            "SourceUrl",
            2048,
            "FirstObservedAt",
            64,
            "LastObservedAt",
            64,
            "RecordState",
            8,
            "Region",
            16);
    private static final Map<String, Integer> LISTS = Map.of(
            "Types",
            50,
            "Resources",
            32,
            "Malware",
            5,
            "Vulnerabilities",
            1000,
            "ThreatIntelIndicators",
            5,
            "RelatedFindings",
            10,
            "Threats",
            32);
    private static final Set<String> OBJECTS = Set.of(
            "Severity",
            "FindingProviderFields",
            "Remediation",
            "ProductFields",
            "Process",
            "Compliance",
            "Action",
            "Detection",
            "GeneratorDetails",
            "Network",
            "PatchSummary");
    private static final Set<String> OTHERS = Set.of("Confidence", "Criticality", "NetworkPath");
    private static final List<String> TIMES = List.of("CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt");
    private static final Set<String> SEVERITIES = Set.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static final Pattern TYPE = Pattern.compile("(Software and Configuration Checks|TTPs|Effects"
            + "|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){0,2}");
    private static final int PRODUCT_FIELDS = 50;
    private static final int PRODUCT_FIELD_KEY = 128;
    private static final int PRODUCT_FIELD_VALUE = 2048;

    private SecurityHubFindingRules() {}

    /** Why the finding is refused, or nothing. */
    static Optional<EntryFailure> check(JsonNode finding) {
        return Stream.of(
                        size(finding),
                        missing(finding),
                        unknown(finding),
                        texts(finding, REQUIRED_TEXTS),
                        texts(finding, OTHER_TEXTS),
                        times(finding),
                        lists(finding),
                        severity(finding),
                        types(finding),
                        resources(finding.path("Resources")),
                        productFields(finding),
                        recommendation(finding))
                .flatMap(Optional::stream)
                .findFirst()
                .map(reason ->
                        new EntryFailure(CODE, "Finding does not adhere to Amazon Finding Format. " + reason, true));
    }

    private static Optional<String> size(JsonNode finding) {
        int bytes = finding.toString().getBytes(StandardCharsets.UTF_8).length;
        return when(bytes > MAX_BYTES, "data has " + bytes + " bytes, more than " + MAX_BYTES);
    }

    private static Optional<String> missing(JsonNode finding) {
        return Stream.concat(REQUIRED_TEXTS.keySet().stream(), Stream.of("Resources"))
                .sorted()
                .filter(field -> finding.path(field).isMissingNode()
                        || finding.path(field).isNull())
                .findFirst()
                .map(field -> "data should have required property '" + field + "'");
    }

    private static Optional<String> unknown(JsonNode finding) {
        return finding.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !REQUIRED_TEXTS.containsKey(field)
                        && !OTHER_TEXTS.containsKey(field)
                        && !LISTS.containsKey(field)
                        && !OBJECTS.contains(field)
                        && !OTHERS.contains(field))
                .findFirst()
                .map(field -> "data should NOT have additional property '" + field + "'");
    }

    private static Optional<String> texts(JsonNode finding, Map<String, Integer> longest) {
        return longest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(field -> finding.has(field.getKey()))
                .map(field -> text("data." + field.getKey(), finding.get(field.getKey()), field.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> text(String path, JsonNode value, int longest) {
        return when(!value.isTextual(), path + " should be string")
                .or(() -> when(value.textValue().isBlank(), path + " should NOT be shorter than 1 characters"))
                .or(() -> when(
                        value.textValue().length() > longest,
                        path + " should NOT be longer than " + longest + " characters"));
    }

    private static Optional<String> times(JsonNode finding) {
        return TIMES.stream()
                .filter(finding::has)
                .filter(field -> !isTime(finding.get(field).textValue()))
                .findFirst()
                .map(field -> "data." + field + " should match format \"date-time\"");
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Optional<String> lists(JsonNode finding) {
        return LISTS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(field -> finding.has(field.getKey()))
                .filter(field -> !finding.get(field.getKey()).isArray()
                        || finding.get(field.getKey()).size() > field.getValue())
                .findFirst()
                .map(field -> "data." + field.getKey() + " should NOT have more than " + field.getValue() + " items");
    }

    /** One of the two objects must be present, according to the service's own error. */
    private static Optional<String> severity(JsonNode finding) {
        JsonNode own = finding.path("Severity");
        JsonNode providers = finding.path("FindingProviderFields").path("Severity");
        return when(
                        !own.isObject()
                                && !finding.path("FindingProviderFields").isObject(),
                        "data should have required property 'FindingProviderFields', data should match some schema in anyOf")
                .or(() -> Stream.of(own, providers)
                        .map(severity -> severity.path("Label"))
                        .filter(label -> !label.isMissingNode() && !SEVERITIES.contains(label.asText()))
                        .findFirst()
                        .map(label -> "data.Severity.Label should be equal to one of the allowed values"));
    }

    private static Optional<String> types(JsonNode finding) {
        return Stream.of(
                        finding.path("Types"),
                        finding.path("FindingProviderFields").path("Types"))
                .flatMap(types -> types.valueStream())
                .filter(type -> !TYPE.matcher(type.asText()).matches())
                .findFirst()
                .map(type -> "data.Types should match pattern");
    }

    private static Optional<String> resources(JsonNode resources) {
        if (resources.isEmpty()) {
            return Optional.of("data.Resources should NOT have fewer than 1 items");
        }
        for (JsonNode resource : resources) {
            for (String field : List.of("Id", "Type")) {
                Optional<String> wrong = text("data.Resources." + field, resource.path(field), 512);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> productFields(JsonNode finding) {
        JsonNode fields = finding.path("ProductFields");
        return when(fields.size() > PRODUCT_FIELDS, "data.ProductFields should NOT have more than 50 properties")
                .or(() -> fields.propertyStream()
                        .filter(field -> field.getKey().isEmpty()
                                || field.getKey().length() > PRODUCT_FIELD_KEY
                                || field.getKey().startsWith("aws/")
                                || !field.getValue().isTextual()
                                || field.getValue().textValue().length() > PRODUCT_FIELD_VALUE)
                        .findFirst()
                        .map(field -> "data.ProductFields has an invalid property"));
    }

    private static Optional<String> recommendation(JsonNode finding) {
        JsonNode text = finding.path("Remediation").path("Recommendation").path("Text");
        return when(
                text.asText().length() > 512,
                "data.Remediation.Recommendation.Text should NOT be longer than 512 characters");
    }

    private static Optional<String> when(boolean wrong, String reason) {
        return wrong ? Optional.of(reason) : Optional.empty();
    }
}
