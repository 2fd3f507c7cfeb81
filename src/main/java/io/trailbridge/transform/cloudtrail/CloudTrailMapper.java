package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes CloudTrail audit events ({@code eventData} of {@code PutAuditEvents}) of the messages that Defender for Cloud
 * exports.
 *
 * <p>Every event of a message gives one result: its {@code eventData}, valid for CloudTrail, or the reason why there
 * is none. No result is derived from the clock or from chance, so a redelivered message gives the same results, UIDs
 * included. An event of unknown kind is carried whole in {@code additionalEventData.event}.
 *
 * <p>{@code additionalEventData} holds at most 28,672 bytes of JSON; what does not fit is dropped, largest parts
 * first, and named in {@code additionalEventData.droppedFields} with its size in bytes.
 *
 * <p>Safe for any number of threads. Mappings are read and compiled once, by the constructor.
 */
public final class CloudTrailMapper {
    /** What saved queries of audit events ask for: the source of what Defender for Cloud says. */
    public static final String EVENT_SOURCE = "microsoft-defender-for-cloud";

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** CloudTrail takes up to 1,024 characters. */
    private static final Pattern SOURCE = Pattern.compile("[!-~]{1,1024}");

    private final EventMapper mapper;

    /** As the other, with {@link #EVENT_SOURCE}. */
    public CloudTrailMapper(String recipientAccountId, Path overrides) {
        this(recipientAccountId, EVENT_SOURCE, overrides);
    }

    /**
     * @param recipientAccountId the AWS account that owns the channel, 12 digits
     * @param eventSource the {@code eventSource} of what Defender for Cloud says: 1 to 1,024 ASCII characters
     *     without blanks. A notice of Event Grid and an event of unknown kind keep sources of their own
     * @param overrides a folder whose {@code cloudtrail/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException when the account or the source is none, or a mapping can not be compiled (file,
     *     line, column)
     */
    public CloudTrailMapper(String recipientAccountId, String eventSource, Path overrides) {
        if (recipientAccountId == null || !ACCOUNT.matcher(recipientAccountId).matches()) {
            throw new IllegalArgumentException("The recipient account must be the 12 digits of the AWS account that "
                    + "owns the channel, not '" + recipientAccountId + "'");
        }
        if (!isEventSource(eventSource)) {
            throw new IllegalArgumentException("The event source must be 1 to 1024 ASCII characters without blanks, "
                    + "such as " + EVENT_SOURCE);
        }
        this.mapper = new EventMapper(
                "cloudtrail",
                overrides,
                Map.of("account", TextNode.valueOf(recipientAccountId)),
                new EventDataRules(recipientAccountId, eventSource));
    }

    /** Whether it may stand in {@code eventSource}. */
    public static boolean isEventSource(String text) {
        return SOURCE.matcher(text).matches();
    }

    /**
     * One result for each event of the message, in its order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toCloudTrail(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}
