package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes findings of AWS Security Hub (AWS Security Finding Format 2018-10-08, as {@code BatchImportFindings} takes
 * them) of the messages that Defender for Cloud exports.
 *
 * <p>Every event of a message gives one result: its finding, valid for Security Hub, or the reason why there is none.
 * A notice of Event Grid and an event of unknown kind are no findings and are refused.
 *
 * <p>All states of one thing have one finding {@code Id}. Security Hub leaves out an update whose {@code UpdatedAt} is
 * not later than what it has, and forgets a finding 90 days after it. {@code UpdatedAt} is the time at which Event Hubs
 * took the event, or the latest time in it when that is later: so a state that is reported again, as each week in a
 * snapshot, keeps the finding, though the source dates it by its first report; of two states the one counts that was
 * reported later; and a late or repeated delivery of an old event, which keeps its time in the hub, changes nothing.
 * {@code LastObservedAt} is the same, but of an alert the end of what it saw, unless a snapshot reports it again.
 * Nothing is derived from the clock or from chance: one event always gives one finding.
 *
 * <p>Nothing is made up for want of a value. The title is the source's own: the display name, else its type, its
 * description or its id; a missing description repeats the title. An event that names no resource is about its
 * subscription, else its tenant, else the thing whose id it has. One without any of these, or without any time, is
 * refused. A severity that is missing or not known gives no label, only the source's word under {@code Original}.
 * A word for nothing, as None or Unknown, stands nowhere but among what ProductFields keep as the source wrote it.
 *
 * <p>What has no place in a finding goes into {@code ProductFields}. What is cut to the limits of the format, among
 * them 240,000 bytes a finding, is named there under {@code microsoft/defender-for-cloud/cut}; a cut text ends in an
 * ellipsis.
 *
 * <p>Safe for any number of threads. Mappings are read and compiled once, by the constructor.
 */
public final class AsffMapper {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");
    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov");

    private final EventMapper mapper;

    /**
     * @param account the AWS account that imports the findings, 12 digits; it owns them
     * @param region the region whose Security Hub takes them, as {@code eu-west-1}
     * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
     * @param overrides a folder whose {@code asff/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException when one of them is none, or a mapping can not be compiled (file, line, column)
     */
    public AsffMapper(String account, String region, String partition, Path overrides) {
        if (account == null || !ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("The importing account must be the 12 digits of an AWS account, not '"
                    + account + "'");
        }
        if (region == null || !REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("The region of Security Hub must be an AWS region such as eu-west-1, "
                    + "not '" + region + "'");
        }
        if (partition == null || !PARTITIONS.contains(partition)) {
            throw new IllegalArgumentException("The partition of Security Hub must be aws, aws-cn or aws-us-gov, not '"
                    + partition + "'");
        }
        String product = "arn:" + partition + ":securityhub:" + region + ":" + account + ":product/" + account
                + "/default";
        this.mapper = new EventMapper(
                "asff",
                overrides,
                Map.of("account", TextNode.valueOf(account), "productArn", TextNode.valueOf(product)),
                new AsffRules(account, product));
    }

    /**
     * One result for each event of the message, in its order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toAsff(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}
