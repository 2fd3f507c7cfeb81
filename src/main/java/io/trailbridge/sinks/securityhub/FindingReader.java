package io.trailbridge.sinks.securityhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.envelope.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/**
 * Reads findings from JSON. Refuses findings for which the service would refuse the whole call or that it could not
 * order: JSON that does not fit the service's model, another account's finding, a state without a time, a finding that
 * is too large. The service validates everything else itself. Thread-safe.
 */
final class FindingReader {
    /** "240 KB per finding" in the service's guidelines, read as the smaller of its two meanings. */
    static final int MAX_BYTES = 240_000;

    private static final ObjectMapper JSON = JsonMapper.builder(
                    JsonText.foreign().build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ProductArn product;

    FindingReader(ProductArn product) {
        this.product = product;
    }

    /**
     * Reads one finding.
     *
     * @throws RejectedException with the path and the reason, without any value
     */
    Finding read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!(json instanceof ObjectNode object)) {
                throw new UnfitFindingException("$", "must be an object");
            }
            AwsSecurityFinding.Builder builder = AwsSecurityFinding.builder();
            ModelReader.fill((SdkPojo) builder, object, "$");
            AwsSecurityFinding model = builder.build();
            check(model);
            long bytes = JSON.writeValueAsBytes(object).length;
            checkSize(object, bytes);
            return new Finding(model.id(), updatedAt(model), model, bytes);
        } catch (JsonProcessingException e) {
            throw new RejectedException(
                    "InvalidFinding",
                    "the text is not JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")",
                    product.text());
        } catch (UnfitFindingException e) {
            throw new RejectedException("InvalidFinding", e.getMessage(), product.text());
        }
    }

    /**
     * Checks the size. A character outside the Basic Multilingual Plane is sent in twelve bytes but has four in the
     * finding itself.
     */
    private void checkSize(ObjectNode json, long bytesSent) {
        long bytes = bytesSent > MAX_BYTES ? json.toString().getBytes(StandardCharsets.UTF_8).length : bytesSent;
        if (bytes > MAX_BYTES) {
            throw new RejectedException(
                    "FindingTooLarge",
                    "it has " + bytes + " bytes as JSON, Security Hub accepts " + MAX_BYTES,
                    product.text());
        }
    }

    /**
     * Checks account and product: one finding of another account or product makes the service deny the whole call, and
     * so the other findings in it.
     */
    private void check(AwsSecurityFinding model) throws UnfitFindingException {
        if (model.id() == null || model.id().isEmpty()) {
            throw new UnfitFindingException("$.Id", "is missing");
        }
        if (!product.text().equals(model.productArn())) {
            throw new UnfitFindingException("$.ProductArn", "is not the product of this endpoint");
        }
        if (!product.account().equals(model.awsAccountId())) {
            throw new UnfitFindingException("$.AwsAccountId", "is not the product's account, " + product.account());
        }
    }

    private static Instant updatedAt(AwsSecurityFinding model) throws UnfitFindingException {
        if (model.updatedAt() == null) {
            throw new UnfitFindingException("$.UpdatedAt", "is missing");
        }
        try {
            return OffsetDateTime.parse(model.updatedAt()).toInstant();
        } catch (DateTimeParseException e) {
            throw new UnfitFindingException("$.UpdatedAt", "must be a time such as 2024-01-15T10:30:00.000Z");
        }
    }
}
