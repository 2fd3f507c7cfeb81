package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventMapper;
import java.time.Instant;
import java.util.List;

/**
 * Security Hub's requirements on a finding: the fields, checked by {@link AsffValidator}, and also that it belongs to
 * the importing account, that its times are in order and that it has at most 240,000 bytes, the service's limit.
 */
final class AsffRules implements EventMapper.Rules {
    /** The largest finding in bytes of compact JSON; the service's limit is 240 kB. */
    static final int MAX_BYTES = 240_000;

    /** The largest number of bytes of a char, that of one that JSON must escape. */
    private static final int MOST_BYTES = 6;

    private final String account;
    private final String product;

    AsffRules(String account, String product) {
        this.account = account;
        this.product = product;
    }

    @Override
    public List<Function> functions() {
        return AsffFunctions.ALL;
    }

    @Override
    public boolean fits(JsonNode document) {
        return document.path("ProductFields").path(ProductFields.CUT).isMissingNode();
    }

    @Override
    public ObjectNode finish(EventKind kind, String mapping, JsonNode document, boolean fits) {
        AsffValidator check = new AsffValidator(kind, mapping);
        ObjectNode finding = check.finding(document);
        if (!finding.get("AwsAccountId").textValue().equals(account)) {
            throw check.refused("$.AwsAccountId", "it is not the account that imports the findings");
        }
        if (!finding.get("ProductArn").textValue().equals(product)) {
            throw check.refused("$.ProductArn", "it is not the product of the importing account");
        }
        if (isCreatedAfterUpdate(check, finding)) {
            throw check.refused("$.UpdatedAt", "it is before CreatedAt");
        }
        boolean large = check.chars() * MOST_BYTES > MAX_BYTES;
        if (!large && check.cuts().isEmpty()) {
            return finding;
        }
        // The result of a mapping may be part of the mapping, which all threads share.
        ObjectNode own = finding.objectNode().setAll(finding);
        if (large) {
            AsffSize.limit(own, MAX_BYTES, check.cuts());
        }
        AsffSize.name(own, check.cuts());
        return own;
    }

    private static boolean isCreatedAfterUpdate(AsffValidator check, ObjectNode finding) {
        String created = finding.get("CreatedAt").textValue();
        String updated = finding.get("UpdatedAt").textValue();
        return FindingTime.isValid(created) && FindingTime.isValid(updated)
                ? created.compareTo(updated) > 0
                : time(check, finding, "CreatedAt").isAfter(time(check, finding, "UpdatedAt"));
    }

    private static Instant time(AsffValidator check, ObjectNode finding, String name) {
        Instant time = TimeText.parse(finding.get(name).textValue());
        if (time == null) {
            throw check.refused("$." + name, "there is no such time");
        }
        return time;
    }
}
