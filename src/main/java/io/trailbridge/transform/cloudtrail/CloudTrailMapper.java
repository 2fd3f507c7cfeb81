package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.aws.AwsNames;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Maps the messages that Defender for Cloud exports to CloudTrail audit events ({@code eventData} of
 * {@code PutAuditEvents}).
 *
 * <p>Every event of a message gives one result: its {@code eventData}, valid for CloudTrail, or the reason why there is
 * none. No result depends on the clock or on randomness, so a redelivered message gives the same results, including
 * UIDs. An event of unknown kind is carried completely in {@code additionalEventData.event}.
 *
 * <p>{@code additionalEventData} holds at most 28,672 bytes of JSON. Parts that do not fit are dropped, largest first,
 * and named in {@code additionalEventData.droppedFields} with their size in bytes.
 *
 * <p>Thread-safe. Mappings are read and compiled once, by the constructor.
 */
public final class CloudTrailMapper {
    /** The event source of Defender for Cloud, for which saved queries of audit events filter. */
    public static final String EVENT_SOURCE = "microsoft-defender-for-cloud";

    /** CloudTrail accepts up to 1,024 characters. */
    private static final Pattern SOURCE = Pattern.compile("[!-~]{1,1024}");

    private final EventMapper mapper;

    /** Creates a mapper with {@link #EVENT_SOURCE}. */
    public CloudTrailMapper(String recipientAccountId, Path overrides) {
        this(recipientAccountId, EVENT_SOURCE, overrides);
    }

    /**
     * @param recipientAccountId the AWS account that owns the channel, 12 digits
     * @param eventSource the {@code eventSource} of events of Defender for Cloud: 1 to 1,024 ASCII characters without
     *     spaces. A notice of Event Grid and an event of unknown kind keep their own sources
     * @param overrides a folder whose {@code cloudtrail/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException if the account or the source is invalid, or a mapping cannot be compiled (file,
     *     line, column)
     */
    public CloudTrailMapper(String recipientAccountId, String eventSource, Path overrides) {
        if (!AwsNames.isAccount(recipientAccountId)) {
            throw new IllegalArgumentException("The recipient account must be the 12 digits of the AWS account that "
                    + "owns the channel, not '" + recipientAccountId + "'");
        }
        if (!isEventSource(eventSource)) {
            throw new IllegalArgumentException(
                    "The event source must be 1 to 1024 ASCII characters without blanks, " + "such as " + EVENT_SOURCE);
        }
        this.mapper = new EventMapper(
                "cloudtrail",
                overrides,
                Map.of("account", TextNode.valueOf(recipientAccountId)),
                new EventDataRules(recipientAccountId, eventSource));
    }

    /** Returns whether the text is a valid {@code eventSource}. */
    public static boolean isEventSource(String text) {
        return SOURCE.matcher(text).matches();
    }

    /**
     * Returns one result for each event of the message, in message order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toCloudTrail(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}
