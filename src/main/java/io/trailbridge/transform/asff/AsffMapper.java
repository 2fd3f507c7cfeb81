package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.aws.AwsNames;
import io.trailbridge.aws.ProductArn;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Maps the messages that Defender for Cloud exports to findings of AWS Security Hub (AWS Security Finding Format
 * 2018-10-08, as {@code BatchImportFindings} accepts them).
 *
 * <p>Every event of a message gives one result: its finding, valid for Security Hub, or the reason why there is none. A
 * notice of Event Grid and an event of unknown kind are not findings and are refused.
 *
 * <p>All states of one object have the same finding {@code Id}. Security Hub ignores an update whose {@code UpdatedAt}
 * is not later than the one it has, and deletes a finding 90 days after its last update. {@code UpdatedAt} is the time
 * at which Event Hubs accepted the event, or the latest time in the event if that is later. A state that is reported
 * again, such as in a weekly snapshot, therefore keeps the finding alive, though the source dates the state by its
 * first report. Of two states, the one reported later counts. A late or repeated delivery of an old event keeps its
 * time in the event hub and therefore changes nothing. {@code LastObservedAt} is the same time, but for an alert the
 * end of the activity that it saw, unless a snapshot reports the alert again. Nothing depends on the clock or on
 * randomness: the same event always gives the same finding.
 *
 * <p>Missing values are not invented. The title is the source's own: the display name, else the type, the description
 * or the id. A missing description repeats the title. An event that names no resource is about its subscription, else
 * its tenant, else the object whose id it has. An event without any of these, or without any time, is refused. A
 * severity that is missing or not known gives no label; only the source's word is kept, under {@code Original}. A
 * placeholder value such as None or Unknown appears only in ProductFields that keep the source's text.
 *
 * <p>Content without a place in a finding goes into {@code ProductFields}. Everything cut to the limits of the format,
 * among them 240,000 bytes per finding, is named there under {@code microsoft/defender-for-cloud/cut}; a string that
 * was cut ends in an ellipsis.
 *
 * <p>Thread-safe. Mappings are read and compiled once, by the constructor.
 */
public final class AsffMapper {
    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov");

    private final EventMapper mapper;

    /**
     * @param account the AWS account that imports and owns the findings, 12 digits
     * @param region the region of the receiving Security Hub, such as {@code eu-west-1}
     * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
     * @param overrides a folder whose {@code asff/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException if the account, region or partition is invalid, or a mapping cannot be compiled
     *     (file, line, column)
     */
    public AsffMapper(String account, String region, String partition, Path overrides) {
        if (!AwsNames.isAccount(account)) {
            throw new IllegalArgumentException(
                    "The importing account must be the 12 digits of an AWS account, not '" + account + "'");
        }
        if (!AwsNames.isRegion(region)) {
            throw new IllegalArgumentException(
                    "The region of Security Hub must be an AWS region such as eu-west-1, " + "not '" + region + "'");
        }
        if (partition == null || !PARTITIONS.contains(partition)) {
            throw new IllegalArgumentException(
                    "The partition of Security Hub must be aws, aws-cn or aws-us-gov, not '" + partition + "'");
        }
        String product = new ProductArn(partition, region, account).text();
        this.mapper = new EventMapper(
                "asff",
                overrides,
                Map.of("account", TextNode.valueOf(account), "productArn", TextNode.valueOf(product)),
                new AsffRules(account, product));
    }

    /**
     * Returns one result for each event of the message, in message order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toAsff(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}
